using System.Globalization;
using System.Net;

namespace Gnn.Training.Reports;

/// <summary>One or two curves over the epochs as an inline SVG picture.</summary>
internal static class CurveChart
{
    private const int Width = 640;
    private const int Height = 240;
    private const int Left = 56;
    private const int Right = 12;
    private const int Top = 28;
    private const int Bottom = 28;

    internal static void Write(TextWriter writer, string title, int mark, params ReadOnlySpan<(string Name, string Color, double[] Values)> curves)
    {
        (double low, double high, int length) = Range(curves);
        writer.WriteLine($"<svg viewBox=\"0 0 {Width} {Height}\" role=\"img\" aria-label=\"{Escape(title)}\">");
        writer.WriteLine($"<text x=\"{Left}\" y=\"16\" class=\"title\">{Escape(title)}</text>");
        writer.WriteLine($"<rect x=\"{Left}\" y=\"{Top}\" width=\"{Width - Left - Right}\" height=\"{Height - Top - Bottom}\" class=\"frame\"/>");
        writer.WriteLine($"<text x=\"{Left - 6}\" y=\"{Top + 10}\" class=\"end\">{ReportText.Number(high)}</text>");
        writer.WriteLine($"<text x=\"{Left - 6}\" y=\"{Height - Bottom}\" class=\"end\">{ReportText.Number(low)}</text>");
        writer.WriteLine($"<text x=\"{Left}\" y=\"{Height - 8}\">epoch 1</text>");
        writer.WriteLine($"<text x=\"{Width - Right}\" y=\"{Height - 8}\" class=\"end\">{length}</text>");
        string at = Place(X(mark - 1, length));
        writer.WriteLine($"<line x1=\"{at}\" y1=\"{Top}\" x2=\"{at}\" y2=\"{Height - Bottom}\" class=\"mark\"/>");
        for (int i = 0; i < curves.Length; i++)
        {
            (string name, string color, double[] values) = curves[i];
            writer.WriteLine($"<text x=\"{Width - Right}\" y=\"{Top + 16 + (16 * i)}\" class=\"end\" fill=\"{color}\">{Escape(name)}</text>");
            writer.Write($"<polyline fill=\"none\" stroke=\"{color}\" points=\"");
            for (int epoch = 0; epoch < values.Length; epoch++)
            {
                if (double.IsFinite(values[epoch]))
                {
                    writer.Write($"{Place(X(epoch, length))},{Place(Y(values[epoch], low, high))} ");
                }
            }

            writer.WriteLine("\"/>");
        }

        writer.WriteLine("</svg>");
    }

    internal static string Escape(string text) => WebUtility.HtmlEncode(text);

    private static (double Low, double High, int Length) Range(ReadOnlySpan<(string Name, string Color, double[] Values)> curves)
    {
        double low = double.PositiveInfinity, high = double.NegativeInfinity;
        int length = 0;
        foreach ((_, _, double[] values) in curves)
        {
            length = Math.Max(length, values.Length);
            foreach (double value in values)
            {
                low = double.IsFinite(value) ? Math.Min(low, value) : low;
                high = double.IsFinite(value) ? Math.Max(high, value) : high;
            }
        }

        return low < high ? (low, high, length) : double.IsFinite(low) ? (low - 0.5, low + 0.5, length) : (0, 1, length);
    }

    private static double X(int epoch, int length) => Left + (epoch * (double)(Width - Left - Right) / Math.Max(1, length - 1));

    private static double Y(double value, double low, double high) => Top + ((high - value) / (high - low) * (Height - Top - Bottom));

    private static string Place(double value) => value.ToString("0.#", CultureInfo.InvariantCulture);
}
