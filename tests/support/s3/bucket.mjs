// S3rver as its documentation starts it: `node bucket.mjs PORT FOLDER BUCKET…`

import S3rver from "s3rver";

const [port, directory, ...buckets] = process.argv.slice(2);

await new S3rver({
  address: "127.0.0.1",
  port: Number(port),
  directory,
  silent: true,
  configureBuckets: buckets.map((name) => ({ name })),
}).run();
