"""The instructions on the first sheet of the template: (is a heading, text)."""

from __future__ import annotations

from vinhdanh.workbook.schema import EXAMPLE

GUIDE: tuple[tuple[bool, str], ...] = (
    (True, "BẢNG KÊ ĐỀ NGHỊ KHEN THƯỞNG – HƯỚNG DẪN ĐIỀN"),
    (
        False,
        "Tệp này dùng để kiểm tra điều kiện, tiêu chuẩn của các đề nghị thi đua, khen thưởng. Điền "
        "xong, lưu lại rồi cho phần mềm kiểm tra; mọi lỗi được báo cùng lúc, kèm tên trang và tên ô.",
    ),
    (True, "Điền theo thứ tự"),
    (False, "1. Trang Đơn vị: ghi các đơn vị, tập thể và mã của chúng."),
    (False, "2. Trang Cán bộ: ghi tất cả mọi người của đơn vị, kể cả người không được đề nghị (cần để tính tỷ lệ)."),
    (
        False,
        "3. Các trang Chức vụ, Xếp loại, Danh hiệu, khen thưởng đã có, Sáng kiến "
        "và đề tài, Kỷ luật và tạm dừng, Vắng mặt và đào tạo: mỗi dòng một việc.",
    ),
    (False, "4. Trang Tập thể: thông tin của tập thể trong từng năm."),
    (False, "5. Trang Đề nghị: mỗi dòng một đề nghị cần kiểm tra."),
    (False, "6. Trang Kê khai đầy đủ: giữ Có nếu loại dữ liệu đó đã ghi đủ; đổi thành Không nếu còn thiếu."),
    (True, "Chưa biết khác với không có"),
    (
        False,
        "Ô để trống nghĩa là CHƯA BIẾT. Ví dụ: trang Kỷ luật để trống và Kê khai đầy đủ ghi Có "
        "cho Kỷ luật thì được hiểu là không ai bị kỷ luật; nếu ghi Không thì kết quả là chưa rõ.",
    ),
    (False, "Muốn một loại dữ liệu chỉ thiếu ở một đơn vị: ở trang Kê khai đầy đủ, thêm một dòng có mã của đơn vị đó và ghi Không."),
    (True, "Cách ghi"),
    (False, "– Cột có nền hồng là bắt buộc. Đưa chuột lên tiêu đề cột để xem giải thích; danh sách giải thích đầy đủ ở phía dưới trang này."),
    (False, f"– Dòng có chữ {EXAMPLE} ở cột STT là dòng mẫu, máy bỏ qua; có thể xóa hoặc để nguyên. Dòng Tổng cộng và dòng trống cũng được bỏ qua."),
    (False, "– Mã cán bộ, mã đơn vị, số định danh: gõ như chữ (cột đã định dạng Văn bản) để không mất số 0 ở đầu."),
    (False, "– Ngày: ngày/tháng/năm, ví dụ 02/09/2024. Không nhớ ngày thì ghi 09/2024 hoặc 2024."),
    (False, "– Số lẻ: dấu phẩy, ví dụ 95,5. Tỷ lệ ghi từ 0 đến 100."),
    (False, "– Có / Không: chọn trong danh sách; để trống nếu chưa biết."),
    (False, "– Ở các trang sau trang Cán bộ, chỉ cần ghi Mã; ghi thêm họ tên thì máy đối chiếu. Nếu không ghi Mã thì họ tên phải là duy nhất."),
    (
        False,
        "– Danh hiệu, hình thức có thể viết tắt: LĐTT, CSTĐCS, CSTĐ ngành, CSTĐTQ, "
        "TTLĐTT, TTLĐXS, Cờ ngành, Cờ CP, BK ngành, BK TTg, HCLĐ hạng Ba, …",
    ),
    (False, "– Mỗi danh hiệu ghi từng năm một dòng. Số lần = 0 nghĩa là khẳng định chưa từng được tặng."),
    (True, "Không nên"),
    (False, "– Không gộp ô, không đổi tên trang, không đổi tiêu đề cột, không dùng phông .VnTime hay VNI (phải là Unicode)."),
    (False, "– Không ẩn dòng: dòng ẩn vẫn được đọc. Dòng không dùng thì xóa hẳn."),
    (True, "Các trang và các cột"),
)
