import { name, picture, type TestPage, wholePage } from './page';

const inner = (number: number): string =>
  wholePage('Frame', `<img src="${picture(number)}" alt="" width="240" height="300">`, {
    head: '<style>body { margin: 0 }</style>',
  });

/** Frames of this site, of another one, without an address, such a one in a sandbox, and one too small for a picture. */
export const frames: TestPage = {
  name: 'frames',
  frames: { same: inner(80), other: inner(81), tiny: inner(82) },
  html: ({ here, elsewhere }) =>
    wholePage(
      'Frames',
      `<iframe src="/frame/same"></iframe><iframe src="${elsewhere}/frame/other"></iframe>
<iframe srcdoc='<body style="margin:0"><img src="${here}${picture(83)}" alt="" width="240" height="300">'></iframe>
<iframe sandbox srcdoc='<body style="margin:0"><img src="${here}${picture(85)}" alt="" width="240" height="300">'></iframe>
<iframe src="/frame/tiny" style="width:150px;height:150px"></iframe>
<img src="${picture(84)}" alt="" width="240" height="300">`,
      { head: '<style>iframe { width: 260px; height: 320px; border: 0 }</style>' },
    ),
  expected: [80, 81, 83, 84, 85].map((number) => name(number)),
};
