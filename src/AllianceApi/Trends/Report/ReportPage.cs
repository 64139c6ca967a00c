using System.Globalization;
using AllianceApi.Trends.Chart;
using AllianceApi.Trends.Chart.Ink;
using SkiaSharp;

namespace AllianceApi.Trends.Report;

/// <summary>
/// A course on one sheet: chart beside its statements, the sessions below, the method at the foot. Nothing in it tells when or by
/// whom it was made, so that the same course gives the same bytes; who read it is in the audit log.
/// </summary>
internal sealed class ReportPage
{
    private const double Width = 595;
    private const double Height = 842;
    private const double Margin = 40;
    private const double Gutter = 16;
    private const double ChartWidth = 316;
    private const double Text = 8.6;
    private const double Leading = 11.6;
    private const double Small = 7.4;
    private const double SmallLeading = 9.8;
    private const double Cell = 7.8;
    private const double CellLeading = 11.4;

    private readonly SKCanvas _canvas;
    private readonly PageText _page;

    private ReportPage(SKCanvas canvas) => (_canvas, _page) = (canvas, new PageText(canvas));

    private static double Room => Width - (2 * Margin);

    /// <summary>The report as PDF.</summary>
    public static byte[] Pdf(ReportText text, TrendChart chart, ReportTable table)
    {
        using var file = new MemoryStream();
        var about = new SKDocumentPdfMetadata { Title = "Therapeutic alliance: course of one client", Creator = "AllianceApi" };
        using (var document = SKDocument.CreatePdf(file, about))
        {
            var page = new ReportPage(document.BeginPage((float)Width, (float)Height));
            page.Draw(text, chart, table);
            document.EndPage();
            document.Close();
        }

        return file.ToArray();
    }

    private void Draw(ReportText text, TrendChart chart, ReportTable table)
    {
        _page.Write(text.Title, Margin, Margin + 14, 16, bold: true, room: Room);
        _page.Write(string.Join(" · ", text.Course), Margin, Margin + 30, Text, quiet: true, room: Room);
        _page.Write(text.Form, Margin, Margin + 42, Text, quiet: true, room: Room);
        var top = Margin + 54;
        _page.Line(Margin, Width - Margin, top);
        var method = text.Method.SelectMany(m => PageText.Wrapped(m, Room, Small)).ToList();
        var foot = Height - Margin - (method.Count * SmallLeading);
        var below = Math.Max(Chart(chart, top + 8), Statements(text.Statements, top + 8, foot - 120));
        Table(table, below + 6, foot - 10);
        _page.Line(Margin, Width - Margin, foot - 4);
        for (var i = 0; i < method.Count; i++)
        {
            _page.Write(method[i], Margin, foot + ((i + 1) * SmallLeading) - 2, Small, quiet: true, room: Room);
        }
    }

    private double Chart(TrendChart chart, double top)
    {
        var scale = ChartWidth / ChartLayout.Width;
        _canvas.Save();
        _canvas.Translate((float)Margin, (float)top);
        _canvas.Scale((float)scale);
        chart.Draw(new CanvasPen(_canvas));
        _canvas.Restore();
        return top + (ChartLayout.Height * scale);
    }

    private double Statements(IReadOnlyList<string> statements, double top, double bottom)
    {
        var (left, room, y) = (Margin + ChartWidth + Gutter, Room - ChartWidth - Gutter, top + 10);
        _page.Write("In words", left, y, 10, bold: true);
        y += 4;
        for (var i = 0; i < statements.Count; i++)
        {
            var lines = PageText.Wrapped(statements[i], room, Text);
            if (y + (lines.Count * Leading) + Leading > bottom)
            {
                _page.Write($"and {(statements.Count - i).ToString(CultureInfo.InvariantCulture)} more in the service", left, y + Leading, Text, quiet: true, room: room);
                return y + Leading;
            }

            foreach (var line in lines)
            {
                y += Leading;
                _page.Write(line, left, y, Text, room: room);
            }

            y += 4;
        }

        return y;
    }

    private void Table(ReportTable table, double top, double bottom)
    {
        if (table.Rows.Count == 0)
        {
            return;
        }

        var notes = PageText.Wrapped(string.Join(' ', table.Notes), Room, Small);
        var widths = Widths(table);
        var width = widths.Sum() + ((widths.Length - 1) * 9);
        var across = Math.Max(1, (int)((Room + (2 * Gutter)) / (width + (2 * Gutter))));
        var rows = Math.Max(1, (int)((bottom - top - (notes.Count * SmallLeading) - 34) / CellLeading));
        var shown = table.Rows.TakeLast(rows * across).ToList();
        var left = table.Rows.Count - shown.Count;
        _page.Write(left == 0 ? "The sessions" : $"The last {shown.Count} of {table.Rows.Count} sessions; the earlier ones are in the service", Margin, top + 10, 10, bold: true, room: Room);
        // As few blocks beside one another as will do, then all equally long.
        var each = (int)Math.Ceiling(shown.Count / Math.Ceiling(shown.Count / (double)rows));
        for (var block = 0; block * each < shown.Count; block++)
        {
            Block(table.Columns, [.. shown.Skip(block * each).Take(each)], widths, Margin + (block * (width + (2 * Gutter))), top + 24);
        }

        var y = top + 24 + (Math.Min(each, shown.Count) * CellLeading) + 4;
        foreach (var note in notes)
        {
            y += SmallLeading;
            _page.Write(note, Margin, y, Small, quiet: true, room: Room);
        }
    }

    private void Block(IReadOnlyList<string> columns, List<IReadOnlyList<string>> rows, double[] widths, double left, double top)
    {
        Row(columns, widths, left, top, quiet: true);
        _page.Line(left, left + widths.Sum() + ((widths.Length - 1) * 9), top + 3);
        for (var i = 0; i < rows.Count; i++)
        {
            Row(rows[i], widths, left, top + ((i + 1) * CellLeading), quiet: false);
        }
    }

    private void Row(IReadOnlyList<string> cells, double[] widths, double left, double y, bool quiet)
    {
        for (var i = 0; i < cells.Count; i++)
        {
            _page.Write(cells[i], left, y, Cell, quiet: quiet, room: widths[i] + 1);
            left += widths[i] + 9;
        }
    }

    // Names of scales come from outside and may be long: no column takes more than its share.
    private static double[] Widths(ReportTable table) =>
        [.. table.Columns.Select((head, i) => Math.Min(72, table.Rows.Select(r => r[i]).Append(head).Max(t => TextLine.Of(t, Cell).Width)))];
}
