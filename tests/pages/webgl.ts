/** A script that draws a picture on `canvas#webgl` once, with a context that forgets what it drew, as most do. */
export const webglScript = (address: string): string => `<script type="module">
const image = await createImageBitmap(await (await fetch('${address}')).blob());
const gl = document.querySelector('#webgl').getContext('webgl');
const program = gl.createProgram();
const compile = (type, source) => {
  const shader = gl.createShader(type);
  gl.shaderSource(shader, source);
  gl.compileShader(shader);
  gl.attachShader(program, shader);
};
compile(gl.VERTEX_SHADER, 'attribute vec2 at; varying vec2 uv; void main() { uv = vec2(at.x, 1. - at.y); gl_Position = vec4(at * 2. - 1., 0., 1.); }');
compile(gl.FRAGMENT_SHADER, 'precision mediump float; varying vec2 uv; uniform sampler2D image; void main() { gl_FragColor = texture2D(image, uv); }');
gl.bindAttribLocation(program, 0, 'at');
gl.linkProgram(program);
gl.useProgram(program);
gl.bindBuffer(gl.ARRAY_BUFFER, gl.createBuffer());
gl.bufferData(gl.ARRAY_BUFFER, new Float32Array([0, 0, 1, 0, 0, 1, 1, 1]), gl.STATIC_DRAW);
gl.enableVertexAttribArray(0);
gl.vertexAttribPointer(0, 2, gl.FLOAT, false, 0, 0);
gl.bindTexture(gl.TEXTURE_2D, gl.createTexture());
gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGB, gl.RGB, gl.UNSIGNED_BYTE, image);
for (const side of [gl.TEXTURE_WRAP_S, gl.TEXTURE_WRAP_T]) gl.texParameteri(gl.TEXTURE_2D, side, gl.CLAMP_TO_EDGE);
gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MIN_FILTER, gl.LINEAR);
gl.drawArrays(gl.TRIANGLE_STRIP, 0, 4);
document.title = 'Drawn';
</script>`;
