import { name, picture, type TestPage, wholePage } from './page';

const image = (number: number): string => `<img src="${picture(number)}" alt="" width="200" height="250">`;
const SCRIPT = `<script>
const put = (root, number) => {
  const image = root.appendChild(document.createElement('img'));
  Object.assign(image, { src: '/pictures/' + number + '-480x600.jpg', width: 200, height: 250, alt: '' });
};
const nested = document.querySelector('#open').shadowRoot;
put(nested.appendChild(document.createElement('div')).attachShadow({ mode: 'open' }), 102);
const closed = document.querySelector('#closed').attachShadow({ mode: 'closed' });
put(closed, 103);
setTimeout(() => put(closed, 104), 1500);
setTimeout(() => customElements.define('x-late', class extends HTMLElement {
  constructor() { super(); put(this.attachShadow({ mode: 'open' }), 105); }
}), 1500);
</script>`;

/** Shadow roots: declared, nested, closed, slotted into, filled later, and of elements whose script comes later. */
export const shadows: TestPage = {
  name: 'shadow roots',
  html: () =>
    wholePage(
      'Shadows',
      `<div id="open"><template shadowrootmode="open">${image(100)}<slot></slot></template>${image(101)}</div><div id="closed"></div><x-late></x-late>${SCRIPT}`,
      { head: '<style>div { display: inline }</style>' },
    ),
  expected: [100, 101, 102, 103, 104, 105].map((number) => name(number)),
};
