(() => {
	'use strict';

	const said = document.getElementById('said');

	// --- search: the service finds, this shows while somebody types

	const form = document.querySelector('form.search');
	const search = document.getElementById('search');
	// links are relative, and the address changes below
	const root = new URL(document.body.dataset.root, document.baseURI);
	const catalog = new URL(form.getAttribute('action'), document.baseURI);
	form.setAttribute('action', catalog.pathname);
	document.querySelectorAll('header a').forEach((link) => link.setAttribute('href', link.href));

	let asked = search.value;
	let running = null;

	const address = (query) => catalog.pathname + (query ? `?q=${encodeURIComponent(query)}` : '');

	const scrollTabs = () => {
		const tab = document.querySelector('.tabs [aria-current]');
		if (tab) {
			const list = tab.closest('ul');
			list.scrollLeft = tab.offsetLeft - list.offsetLeft - (list.clientWidth - tab.offsetWidth) / 2;
		}
	};

	const show = async (query) => {
		if (running) {
			running.abort();
		}
		running = new AbortController();
		asked = query;
		const response = await fetch(address(query), { headers: { Accept: 'text/html' }, signal: running.signal });
		const page = new DOMParser().parseFromString(await response.text(), 'text/html');
		const main = page.getElementById('main');
		if (!response.ok || !main) {
			throw new Error(`The search failed with ${response.status}`);
		}
		const results = page.getElementById('results');
		const known = new URL(location.href).searchParams.has('q') && location.pathname === catalog.pathname;
		// what was pasted does not belong into an address
		history[known ? 'replaceState' : 'pushState'](null, '', address(query && results.dataset.query));
		document.getElementById('main').replaceWith(document.adoptNode(main));
		document.title = page.title;
		window.scrollTo(0, 0);
		scrollTabs();
		said.textContent = results.dataset.said;
	};

	const find = (query) => show(query).catch((failure) => {
		if (failure.name !== 'AbortError') {
			asked = null;
		}
		throw failure;
	});

	let delay = 0;
	search.addEventListener('input', () => {
		clearTimeout(delay);
		delay = setTimeout(() => {
			const query = search.value.trim();
			if (query !== asked) {
				find(query).catch(() => {});
			}
		}, 120);
	});

	form.addEventListener('submit', async (event) => {
		event.preventDefault();
		clearTimeout(delay);
		const query = search.value.trim();
		try {
			if (query !== asked || !document.getElementById('results') || running === null) {
				await find(query);
			}
			const first = document.querySelector('#results .codes a');
			if (query && first) {
				location.href = first.href;
			}
		}
		catch (failure) {
			if (failure.name !== 'AbortError') {
				location.href = address(query);
			}
		}
	});

	search.addEventListener('keydown', (event) => {
		const first = document.querySelector('#results .codes a');
		if (event.key === 'ArrowDown' && first) {
			event.preventDefault();
			first.focus();
		}
	});

	document.addEventListener('keydown', (event) => {
		const typing = /^(input|select|textarea)$/i.test(event.target.tagName || '');
		if (event.key === '/' && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
			event.preventDefault();
			search.focus();
			search.select();
		}
	});

	window.addEventListener('popstate', (event) => {
		if (!location.hash) {
			location.reload();
		}
	});

	scrollTabs();

	// --- what is folded

	const unfold = () => {
		const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
		const folded = target && target.closest('details');
		if (folded) {
			folded.open = true;
			target.scrollIntoView();
		}
	};
	window.addEventListener('hashchange', unfold);
	unfold();

	const printed = window.matchMedia('print');
	const folded = [];
	printed.addEventListener('change', () => {
		if (!printed.matches) {
			folded.splice(0).forEach(([details, name, open]) => {
				details.open = open;
				details.name = name;
			});
			return;
		}
		document.querySelectorAll('#main details').forEach((details) => {
			folded.push([details, details.name, details.open]);
			// of those with the same name only one is open
			details.name = '';
			details.open = true;
		});
	});

	// --- listings

	const copy = async (text) => {
		if (navigator.clipboard && window.isSecureContext) {
			await navigator.clipboard.writeText(text);
			return;
		}
		const area = document.createElement('textarea');
		area.value = text;
		area.className = 'away';
		document.body.append(area);
		area.select();
		const done = document.execCommand('copy');
		area.remove();
		if (!done) {
			throw new Error('The browser does not copy');
		}
	};

	for (const listing of document.querySelectorAll('pre[data-copy]')) {
		const code = listing.querySelector('code');
		code.textContent = code.textContent.replaceAll('https://api.example.com/', root.href);
		const button = document.createElement('button');
		button.type = 'button';
		button.className = 'copy';
		button.textContent = 'Copy';
		button.setAttribute('aria-label', `Copy ${listing.dataset.copy}`);
		button.addEventListener('click', async () => {
			try {
				await copy(code.textContent);
				button.textContent = 'Copied';
			}
			catch {
				button.textContent = 'Not copied';
			}
			said.textContent = `${listing.dataset.copy}: ${button.textContent}`;
			setTimeout(() => { button.textContent = 'Copy'; }, 2000);
		});
		const frame = document.createElement('div');
		frame.className = 'listing';
		listing.replaceWith(frame);
		frame.append(listing, button);
	}

	// --- the real response

	const indented = (body) => {
		try {
			return JSON.stringify(JSON.parse(body), null, 2);
		}
		catch {
			return body;
		}
	};

	const ask = async (url) => {
		const response = await fetch(url, { headers: { Accept: '*/*' }, cache: 'no-store' });
		const head = [`HTTP ${response.status} ${response.statusText}`.trim()];
		response.headers.forEach((value, name) => head.push(`${name}: ${value}`));
		return `${head.join('\n')}\n\n${indented(await response.text())}`;
	};

	document.addEventListener('click', async (event) => {
		const link = event.target.closest && event.target.closest('a.try');
		if (!link || event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey) {
			return;
		}
		event.preventDefault();
		if (link.getAttribute('aria-busy') === 'true') {
			return;
		}
		link.setAttribute('aria-busy', 'true');
		const example = link.closest('.example');
		let answer = example.querySelector('.answer');
		if (!answer) {
			answer = document.createElement('div');
			answer.className = 'answer';
			answer.innerHTML = '<div class="bar"><span class="label">Response of the service</span></div>'
				+ '<pre tabindex="0" role="group" aria-label="Response of the service"><code></code></pre>';
			example.querySelector('.bar').after(answer);
		}
		const code = answer.querySelector('code');
		try {
			code.textContent = await ask(link.href);
		}
		catch (failure) {
			code.textContent = `No response: ${failure.message}`;
		}
		said.textContent = code.textContent.split('\n', 1)[0];
		link.removeAttribute('aria-busy');
	});
})();
