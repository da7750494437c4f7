/** Formats that are taken for a network, by how they begin, and what to do with a file of each. */
const OTHER_FORMATS: readonly OtherFormat[] = [
  {
    begins: /^$/,
    is: 'is empty',
    advice: 'Fetch it again.',
  },
  {
    begins: /^version https:\/\/git-lfs\.github\.com\/spec\//,
    is: 'is a Git LFS pointer, which says where the network is',
    advice: 'Fetch the file itself with git lfs pull.',
  },
  {
    begins: /^(?:\u00EF\u00BB\u00BF)?\s*<(?:!doctype html|html|head)/i,
    is: 'is a web page, such as that of a login',
    advice: 'Fetch the file itself, signed in where that is needed, and look at it before.',
  },
  {
    begins: /^(?:\u00EF\u00BB\u00BF)?\s*<[?!a-z]/i,
    is: 'is XML, such as the error of a storage service',
    advice: 'Look at what it says, and fetch the file again.',
  },
  {
    begins: /^(?:\u00EF\u00BB\u00BF)?\s*[{[]\s*["{[\]}]/,
    is: 'is JSON',
    advice: 'Name the .onnx file; a manifest comes before it.',
  },
  {
    begins: /^PK\x03\x04[^]*data\.pkl/,
    is: 'is a PyTorch checkpoint, which has weights and no network',
    advice: 'Export the network with torch.onnx.export.',
  },
  {
    begins: /^PK(?:\x03\x04|\x05\x06)/,
    is: 'is a zip archive',
    advice: 'Unpack it, and name the .onnx file that is in it.',
  },
  {
    // A pickle of protocol 2 to 5; so do checkpoints of PyTorch before 1.6 begin.
    begins: /^\x80[\x02-\x05]/,
    is: 'is a Python pickle, such as an old PyTorch checkpoint, which has weights and no network',
    advice: 'Export the network with torch.onnx.export.',
  },
  {
    begins: /^[^]{6}\x00\x00\{\s*"/,
    is: 'is a safetensors file, which has weights and no network',
    advice: 'Export the network with torch.onnx.export.',
  },
  {
    begins: /^\x1F\x8B/,
    is: 'is compressed with gzip',
    advice: 'Unpack it with gunzip.',
  },
  {
    begins: /^[^]{2}\x00\x00ORTM/,
    is: 'is in the ORT format of onnxruntime',
    advice: 'Take the .onnx file that it was made from.',
  },
  {
    begins: /^[^]{2}\x00\x00TFL3/,
    is: 'is a TensorFlow Lite model',
    advice: 'Convert it with tf2onnx.',
  },
  {
    begins: /^\x89HDF\r\n/,
    is: 'is an HDF5 file, such as a Keras model',
    advice: 'Convert the model with tf2onnx.',
  },
  {
    // In ONNX the first field is a number, in a GraphDef it is a node, which begins with its name.
    begins: /^\n[^]{1,3}\n/,
    is: 'is a TensorFlow graph (.pb)',
    advice: 'Convert it with tf2onnx, or take the .onnx file of the same model.',
  },
];

export interface OtherFormat {
  /** Where each character is a byte. */
  readonly begins: RegExp;
  /** What comes after "The file". */
  readonly is: string;
  readonly advice: string;
}

/** What the file is instead of a network, if it begins like something else. */
export function otherFormat(file: Uint8Array): Pick<OtherFormat, 'is' | 'advice'> | undefined {
  const beginning = String.fromCharCode(...file.subarray(0, 256));
  return OTHER_FORMATS.find(({ begins }) => begins.test(beginning));
}
