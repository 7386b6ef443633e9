import { cpSync, existsSync, rmSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitepress";

const site = resolve(dirname(fileURLToPath(import.meta.url)), "..");

const project = dirname(site);

const pages = ["README.md", "CONTRIBUTING.md", "CHANGELOG.md", "sample-app/README.md"];

// copies, since VitePress finds its libraries from below the site only
const copies = join(site, "pages");
rmSync(copies, { recursive: true, force: true });
for (const path of [...pages, "docs"]) {
  cpSync(join(project, path), join(copies, path), { recursive: true });
}

/** GitHub's anchors, which the tests of the documentation check. */
function slugify(heading) {
  return heading
    .trim()
    .toLowerCase()
    .replace(/[^\p{L}\p{N} _-]/gu, "")
    .replace(/ /g, "-");
}

function isPage(path) {
  return pages.includes(path) || /^docs\/.*\.md$/.test(path);
}

/** Links to sources are text, since the site has only pages; those to a README lead to the index of its directory. */
function withSiteLinks(markdown) {
  markdown.core.ruler.push("site-links", (state) => {
    const source = state.env.path.slice(copies.length + 1);
    for (const block of state.tokens) {
      const hidden = [];
      for (const token of block.children ?? []) {
        if (token.type === "link_open") {
          const href = token.attrGet("href");
          const path = resolve(project, dirname(source), decodeURI(href.split("#")[0])).slice(project.length + 1);
          const foreign = !/^(#|[a-z]+:)/.test(href) && !isPage(path);
          if (foreign && !existsSync(resolve(project, path))) {
            throw new Error(`${source}: ${href} leads nowhere`);
          }
          if (isPage(path)) {
            token.attrSet("href", href.replace(/README\.md(?=#|$)/, "index.md"));
          }
          hidden.push(foreign);
          token.hidden = foreign;
        } else if (token.type === "link_close") {
          token.hidden = hidden.pop();
        }
      }
      if (block.children) {
        block.children = block.children.filter((token) => !(token.hidden && token.type.startsWith("link_")));
      }
    }
  });
}

/** Braces of templates are not Vue's. */
function withBraces(markdown) {
  for (const name of ["text", "code_inline"]) {
    const render = markdown.renderer.rules[name];
    markdown.renderer.rules[name] = (...all) => render(...all).replaceAll("{{", "&#123;&#123;");
  }
}

function section(text, ...items) {
  return { text, items: items.map(([text, link]) => ({ text, link })) };
}

export default defineConfig({
  title: "Errata",
  description: "One error contract for a Spring Boot service",
  srcDir: "pages",
  outDir: "dist",
  cacheDir: "node_modules/.cache/vitepress",
  cleanUrls: false,
  lastUpdated: false,
  rewrites: {
    "README.md": "index.md",
    "sample-app/README.md": "sample-app/index.md",
    "docs/README.md": "docs/index.md",
    "docs/coming-from/README.md": "docs/coming-from/index.md",
    "docs/recipes/README.md": "docs/recipes/index.md",
  },
  ignoreDeadLinks: "localhostLinks",
  markdown: {
    anchor: { slugify },
    config(markdown) {
      withSiteLinks(markdown);
      withBraces(markdown);
    },
  },
  themeConfig: {
    search: { provider: "local" },
    outline: [2, 3],
    nav: [
      { text: "Getting started", link: "/docs/getting-started" },
      { text: "Recipes", link: "/docs/recipes/" },
      { text: "Reference", link: "/docs/configuration" },
    ],
    sidebar: [
      section(
        "Guides",
        ["What it is", "/"],
        ["Getting started", "/docs/getting-started"],
        ["Coming from", "/docs/coming-from/"],
        ["Recipes", "/docs/recipes/"],
        ["Sample application", "/sample-app/"],
        ["Questions", "/docs/faq"],
        ["Compared with others", "/docs/comparison"],
      ),
      section(
        "Features",
        ["Codes", "/docs/codes"],
        ["Envelopes", "/docs/envelopes"],
        ["Envelopes of well-known APIs", "/docs/envelope-examples"],
        ["Contracts", "/docs/contracts"],
        ["Languages", "/docs/languages"],
        ["Extending", "/docs/extending"],
        ["Idempotency keys", "/docs/idempotency"],
        ["Writing a store", "/docs/stores"],
        ["Limits", "/docs/limits"],
        ["Calling other services", "/docs/client"],
        ["Browsing the catalog", "/docs/browser"],
        ["OpenAPI", "/docs/openapi"],
      ),
      section(
        "Reference",
        ["Configuration", "/docs/configuration"],
        ["Observability", "/docs/observability"],
        ["Public types", "/docs/api"],
        ["Glossary", "/docs/glossary"],
      ),
      section(
        "Why and how",
        ["How it works", "/docs/how-it-works"],
        ["Guarantees of keys", "/docs/guarantees"],
        ["Security", "/docs/security"],
        ["Coexistence", "/docs/coexistence"],
        ["Troubleshooting", "/docs/troubleshooting"],
        ["Performance", "/docs/performance"],
        ["Compatibility", "/docs/compatibility"],
        ["Contributing", "/CONTRIBUTING"],
        ["Changelog", "/CHANGELOG"],
      ),
    ],
  },
});
