// Where a page names this script. What others import no page names: behind a name with a digest it would run a second time.

import "./still-signed-in.js";
