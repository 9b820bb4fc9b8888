// What the checking page needs of others, as one classic script that makes `Libraries`.
import jsonld from "jsonld";
import * as ed25519 from "@noble/ed25519";
import { sha256, sha512 } from "@noble/hashes/sha2.js";
import readQr from "qr/decode.js";

ed25519.hashes.sha512 = sha512;
globalThis.Libraries = { jsonld, ed25519, sha256, readQr };
