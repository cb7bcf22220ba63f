using Gnn.Datasets.Parsing;
using Gnn.Tensors.Files;

namespace Gnn.Datasets.Temporal;

/// <summary>Reads events, one a line, in the two layouts that have no file beside them.</summary>
internal static class EventFiles
{
    private const int LeastTextRowBytes = 6;
    private const int LeastJodieRowBytes = 8;
    private const int FeatureBytes = 2;

    /// <summary>Reads <c>source target seconds</c>, separated by spaces, without a header.</summary>
    /// <param name="text">The text.</param>
    /// <param name="path">What to call it in messages.</param>
    /// <param name="isBipartite">Whether every source's id must be below every target's.</param>
    /// <exception cref="DataFormatException">The text is something else.</exception>
    public static Dataset ReadText(byte[] text, string path, bool isBipartite)
    {
        var scanner = new TextScanner(text, path);
        var rows = new EventRows(TypedFields.MostRows(text, LeastTextRowBytes));
        while (scanner.NextContent())
        {
            rows.Sources[rows.Count] = scanner.ReadInt32("a source", least: 0);
            rows.Targets[rows.Count] = scanner.ReadInt32("a target", least: 0);
            rows.Times[rows.Count++] = scanner.ReadSecondsAsMilliseconds("a time");
            scanner.EndLine();
        }

        RequireRows(scanner, rows);
        if (isBipartite && !rows.HasTwoSides)
        {
            throw new DataFormatException(path, "", "expected the id of every source (user) to be below that of every target (item), got some that are not");
        }

        return rows.ToDataset(isBipartite);
    }

    /// <summary>Reads <c>user_id,item_id,timestamp,state_label,features...</c> under a header of any fields.</summary>
    /// <param name="text">The text.</param>
    /// <param name="path">What to call it in messages.</param>
    /// <exception cref="DataFormatException">The text is something else.</exception>
    public static Dataset ReadJodie(byte[] text, string path)
    {
        var scanner = new TextScanner(text, path, (byte)',');
        scanner.RequireLine("a header that begins with 'user_id,item_id,timestamp,state_label'");
        if (!scanner.Line.StartsWith("user_id,item_id,timestamp,state_label"u8))
        {
            throw scanner.Bad($"expected a header that begins with 'user_id,item_id,timestamp,state_label', got '{TextScanner.Show(scanner.Line)}'");
        }

        if (!scanner.NextContent())
        {
            throw scanner.Bad("expected at least one event, got none", "The file is cut short: fetch it again.");
        }

        int width = Math.Max(0, scanner.Line.Count((byte)',') - 3);
        int most = TypedFields.MostRows(text, LeastJodieRowBytes + (FeatureBytes * width));
        if ((long)most * width > Array.MaxLength)
        {
            throw scanner.Bad($"expected at most {Array.MaxLength} features in all, got {width} in each of up to {most} rows");
        }

        var rows = new EventRows(most) { States = new int[most], FeatureCount = width, Features = new float[most * width] };
        do
        {
            int row = rows.Count++;
            rows.Sources[row] = scanner.ReadInt32("a user", least: 0);
            rows.Targets[row] = scanner.ReadInt32("an item", least: 0);
            rows.Times[row] = scanner.ReadSecondsAsMilliseconds("a time");
            rows.States[row] = scanner.ReadInt32("a state");
            foreach (ref float feature in rows.Features.AsSpan(row * width, width))
            {
                feature = scanner.ReadSingle("a feature");
            }

            scanner.EndLine();
        }
        while (scanner.NextContent());
        return rows.ToUserItemDataset();
    }

    /// <summary>Passes if there are events.</summary>
    /// <exception cref="DataFormatException">There are none.</exception>
    public static void RequireRows(TextScanner scanner, EventRows rows)
    {
        if (rows.Count == 0)
        {
            throw scanner.Bad("expected at least one event, got none", "The file is cut short: fetch it again.");
        }
    }
}
