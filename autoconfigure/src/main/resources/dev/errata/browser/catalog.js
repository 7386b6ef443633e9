(() => {
	'use strict';

	const root = new URL(document.body.dataset.root, document.baseURI);
	const said = document.getElementById('said');

	const tab = document.querySelector('.tabs [aria-current]');
	if (tab) {
		// on a small screen the tabs scroll
		const list = tab.closest('.tabs');
		list.scrollLeft = tab.offsetLeft - list.offsetLeft - (list.clientWidth - tab.offsetWidth) / 2;
	}

	// --- search and filters

	const filters = document.getElementById('filters');
	if (filters) {
		const search = document.getElementById('search');
		const status = document.getElementById('status');
		const retry = document.getElementById('retry');
		const matches = document.getElementById('matches');
		const nothing = document.getElementById('nothing');
		const groups = [...document.querySelectorAll('.group')].map((element) => ({
			element,
			codes: [...element.querySelectorAll('details.code')].map((code) => ({
				element: code,
				text: [...code.querySelectorAll(':scope > summary, .facts dd, .status > h3')]
					.map((part) => part.textContent).concat(element.querySelector('h2').textContent)
					.join(' ').toLowerCase(),
				status: code.dataset.status.split(' '),
				retry: code.dataset.retry.split(' ')
			}))
		}));
		const tabs = [...document.querySelectorAll('.tabs a')].map((element) => ({ element, href: element.getAttribute('href') }));

		const words = () => search.value.toLowerCase().split(/\s+/).filter(Boolean);

		const apply = () => {
			const wanted = words();
			let shown = 0;
			let all = 0;
			for (const group of groups) {
				let any = false;
				for (const code of group.codes) {
					const fits = wanted.every((word) => code.text.includes(word))
						&& (!status.value || code.status.includes(status.value))
						&& (!retry.value || code.retry.includes(retry.value));
					code.element.hidden = !fits;
					any = any || fits;
					shown += fits ? 1 : 0;
					all += 1;
				}
				group.element.hidden = !any;
			}
			matches.textContent = shown === all ? `${all} codes` : `${shown} of ${all} codes`;
			nothing.hidden = shown > 0;
		};

		const remember = () => {
			const query = new URLSearchParams();
			for (const [name, field] of [['q', search], ['status', status], ['retry', retry]]) {
				if (field.value) {
					query.set(name, field.value);
				}
			}
			const text = query.size ? `?${query}` : '';
			history.replaceState(null, '', location.pathname + text + location.hash);
			tabs.forEach((tab) => tab.element.setAttribute('href', tab.href + text));
		};

		const given = new URLSearchParams(location.search);
		search.value = given.get('q') || '';
		status.value = given.get('status') || '';
		retry.value = given.get('retry') || '';
		for (const select of [status, retry]) {
			if (select.selectedIndex < 0) {
				select.selectedIndex = 0;
			}
		}
		filters.hidden = false;
		filters.addEventListener('input', () => {
			apply();
			remember();
		});
		filters.addEventListener('submit', (event) => event.preventDefault());
		document.addEventListener('keydown', (event) => {
			const typing = /^(input|select|textarea)$/i.test(event.target.tagName || '');
			if (event.key === '/' && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
				event.preventDefault();
				search.focus();
			}
		});
		apply();
		remember();
	}

	// --- links to a code of this page

	const reveal = () => {
		const id = decodeURIComponent(location.hash.slice(1));
		const target = id && document.getElementById(id);
		if (target && target.matches('details.code')) {
			target.hidden = false;
			target.closest('.group').hidden = false;
			target.open = true;
			target.scrollIntoView();
		}
	};
	window.addEventListener('hashchange', reveal);
	reveal();

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
		code.textContent = code.textContent.replace('https://api.example.com/', root.href);
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

	// --- the real answer

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
			answer.innerHTML = '<div class="bar"><span class="label">Answer of the service</span></div>'
				+ '<pre tabindex="0" role="group" aria-label="Answer of the service"><code></code></pre>';
			example.append(answer);
		}
		const code = answer.querySelector('code');
		try {
			code.textContent = await ask(link.href);
		}
		catch (failure) {
			code.textContent = `No answer: ${failure.message}`;
		}
		said.textContent = code.textContent.split('\n', 1)[0];
		link.removeAttribute('aria-busy');
	});
})();
