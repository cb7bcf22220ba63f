using System.Buffers.Text;
using Gnn.Datasets.Parsing;
using Gnn.Datasets.Tables;
using Gnn.Graphs;
using Gnn.Graphs.Signed;
using Gnn.Tensors;
using Gnn.Tensors.Files;

namespace Gnn.Datasets.Signed;

/// <summary>Reads the votes on Wikipedia's administrators: blocks of <c>SRC:</c>, <c>TGT:</c>, <c>VOT:</c>, <c>RES:</c>, <c>YEA:</c>, <c>DAT:</c>, <c>TXT:</c>.</summary>
internal static class AdminVotes
{
    /// <summary>The time of a vote whose date is missing.</summary>
    public const long NoTime = -1;

    private const int LeastBlockBytes = 36;

    /// <summary>Reads the votes that are for or against; neutral ones and those without a voter's name are left out, but name nodes.</summary>
    /// <param name="text">The text.</param>
    /// <param name="path">What to call it in messages.</param>
    /// <exception cref="DataFormatException">The text is something else.</exception>
    public static Dataset Read(byte[] text, string path)
    {
        var scanner = new TextScanner(text, path, delimiter: (byte)'\n');
        int most = TypedFields.MostRows(text, LeastBlockBytes);
        int[] sources = new int[most], targets = new int[most], signs = new int[most], results = new int[most], years = new int[most];
        var times = new long[most];
        var users = new IdTable();
        int count = 0;
        while (scanner.NextLine())
        {
            if (scanner.Line.IsEmpty)
            {
                continue;
            }

            int source = ReadUser(scanner, users, "SRC:"u8, mayBeEmpty: true);
            int target = Next(scanner, "TGT:"u8, users);
            int sign = Next(scanner, "VOT:"u8, -1, 1);
            results[count] = Next(scanner, "RES:"u8, -1, 1);
            years[count] = Next(scanner, "YEA:"u8, 1, 9999);
            scanner.RequireLine("a line that begins with 'DAT:'");
            times[count] = ParseTime(Value(scanner, "DAT:"u8));
            scanner.RequireLine("a line that begins with 'TXT:'");
            Value(scanner, "TXT:"u8);
            (sources[count], targets[count], signs[count]) = (source, target, sign);
            count += source >= 0 && sign != 0 ? 1 : 0;
        }

        if (count == 0)
        {
            throw scanner.Bad("expected at least one vote for or against, got none", "The file is cut short: fetch it again.");
        }

        using SignedGraph bare = SignedGraph.FromEdges(users.Count, sources.AsSpan(0, count), targets.AsSpan(0, count), signs.AsSpan(0, count));
        using SignedGraph judged = bare.WithEdgeColumn(SignedNetworks.Result, Tensor.Create<int>(results.AsSpan(0, count), count));
        using SignedGraph dated = judged.WithEdgeColumn(SignedNetworks.Year, Tensor.Create<int>(years.AsSpan(0, count), count));
        SignedGraph graph = dated.WithEdgeColumn(ColumnNames.Times, Tensor.Create<long>(times.AsSpan(0, count), count));
        return new Dataset(graph) { Names = new Dictionary<string, IReadOnlyList<string>> { ["node"] = new IdMap(users) } };
    }

    private static int Next(TextScanner scanner, ReadOnlySpan<byte> key, IdTable users)
    {
        RequireLine(scanner, key);
        return ReadUser(scanner, users, key, mayBeEmpty: false);
    }

    private static int Next(TextScanner scanner, ReadOnlySpan<byte> key, int least, int most)
    {
        RequireLine(scanner, key);
        ReadOnlySpan<byte> value = Value(scanner, key);
        return Utf8Parser.TryParse(value, out int number, out int used) && used == value.Length && number >= least && number <= most
            ? number
            : throw scanner.Bad($"expected a whole number of {least} to {most} after '{TextScanner.Show(key)}', got '{TextScanner.Show(value)}'");
    }

    private static void RequireLine(TextScanner scanner, ReadOnlySpan<byte> key) => scanner.RequireLine($"a line that begins with '{TextScanner.Show(key)}'");

    private static int ReadUser(TextScanner scanner, IdTable users, ReadOnlySpan<byte> key, bool mayBeEmpty)
    {
        ReadOnlySpan<byte> name = Value(scanner, key);
        if (name.IsEmpty && mayBeEmpty)
        {
            return -1;
        }

        return name.Length is > 0 and <= IdTable.MaxIdBytes && System.Text.Unicode.Utf8.IsValid(name)
            ? users.GetOrAdd(name)
            : throw scanner.Bad($"expected a name in UTF-8 of 1 to {IdTable.MaxIdBytes} bytes after '{TextScanner.Show(key)}', got '{TextScanner.Show(name)}'");
    }

    private static ReadOnlySpan<byte> Value(TextScanner scanner, ReadOnlySpan<byte> key) => scanner.Line.StartsWith(key)
        ? scanner.Line[key.Length..].Trim(" \t"u8)
        : throw scanner.Bad($"expected a line that begins with '{TextScanner.Show(key)}', got '{TextScanner.Show(scanner.Line)}'");

    // "23:13, 19 April 2013" in UTC, months by their first three letters or more; what cannot be read is no time, as pages were signed by hand.
    private static long ParseTime(ReadOnlySpan<byte> text)
    {
        if (!TryNumber(ref text, ":"u8, out int hour) || !TryNumber(ref text, ", "u8, out int minute) || !TryNumber(ref text, " "u8, out int day))
        {
            return NoTime;
        }

        int space = Math.Max(0, text.IndexOf((byte)' '));
        int month = MonthOf(text[..space]);
        text = text[space..].TrimStart((byte)' ');
        return month > 0 && TryNumber(ref text, [], out int year) && text.IsEmpty && hour < 24 && minute < 60
            && year is >= 1 and <= 9999 && day >= 1 && day <= DateTime.DaysInMonth(year, month)
            ? new DateTimeOffset(year, month, day, hour, minute, 0, TimeSpan.Zero).ToUnixTimeMilliseconds()
            : NoTime;
    }

    // Up to four digits and what follows them.
    private static bool TryNumber(ref ReadOnlySpan<byte> text, ReadOnlySpan<byte> mark, out int value)
    {
        bool isThere = Utf8Parser.TryParse(text, out value, out int used) && used <= 4 && value >= 0 && text[used..].StartsWith(mark);
        text = isThere ? text[(used + mark.Length)..] : text;
        return isThere;
    }

    private static int MonthOf(ReadOnlySpan<byte> name)
    {
        ReadOnlySpan<byte> months = "January   February  March     April     May       June      July      August    September October   November  December  "u8;
        for (int month = 0; month < 12 && name.Length is >= 3 and <= 10; month++)
        {
            if (months.Slice(month * 10, name.Length).SequenceEqual(name))
            {
                return month + 1;
            }
        }

        return 0;
    }
}
