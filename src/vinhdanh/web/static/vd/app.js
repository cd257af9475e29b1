/* Việc nhỏ phía trình duyệt; trang đọc được khi không có tệp này. */
"use strict";
