// Checks the built pages: every link leads to a page and an anchor that are there, and nothing is loaded from elsewhere.
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";

const dist = resolve("dist");

function files(directory) {
  return readdirSync(directory).flatMap((name) => {
    const path = join(directory, name);
    return statSync(path).isDirectory() ? files(path) : [path];
  });
}

const pages = files(dist).filter((path) => path.endsWith(".html"));
const ids = new Map(pages.map((path) => [path, new Set([...readFileSync(path, "utf8").matchAll(/ id="([^"]+)"/g)].map((m) => m[1]))]));
const faults = [];
let links = 0;

for (const page of pages) {
  const html = readFileSync(page, "utf8");
  const name = page.slice(dist.length);
  for (const [, tag, url] of html.matchAll(/<(script|link|img|iframe)[^>]*? (?:src|href)="(https?:[^"]*|\/\/[^"]*)"/g)) {
    faults.push(`${name}: <${tag}> loads ${url}`);
  }
  for (const [, href] of html.matchAll(/<a [^>]*?href="([^"]+)"/g)) {
    links++;
    if (/^(https?|mailto):/.test(href)) {
      continue;
    }
    const [path, anchor] = decodeURI(href).split("#");
    let target = path === "" ? page : path.startsWith("/") ? join(dist, path) : resolve(dirname(page), path);
    if (existsSync(target) && statSync(target).isDirectory()) {
      target = join(target, "index.html");
    }
    if (!existsSync(target)) {
      faults.push(`${name}: ${href} leads nowhere`);
    } else if (anchor && ids.has(target) && !ids.get(target).has(anchor)) {
      faults.push(`${name}: ${href} has no such anchor`);
    }
  }
}

if (faults.length > 0) {
  console.error([...new Set(faults)].join("\n"));
  process.exit(1);
}
console.log(`${pages.length} pages, ${links} links`);
