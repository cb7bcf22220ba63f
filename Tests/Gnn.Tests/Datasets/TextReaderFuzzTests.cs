using System.Text;
using Gnn.Tensors.Files;
using Gnn.Testing;
using NUnit.Framework;

namespace Gnn.Tests.Datasets;

/// <summary>
/// The readers of data sets in text and JSON: altered inputs, and inputs of a megabyte of the shortest rows that a format allows, which take most memory for their
/// length. Nothing but DataFormatException, and at most ten times the bytes read allocated, native memory included (and 64 KiB for the objects that any data set has).
/// </summary>
public sealed class TextReaderFuzzTests
{
    private const int ShortRows = 12;
    private const int LongBytes = 1 << 20;

    private static readonly Dictionary<string, TextReaderCase> Cases = TextReaderCases.All;

    private static IEnumerable<string> Names => Cases.Keys;

    [TestCaseSource(nameof(Names))]
    public void Read_ShortestRows_AllocatesTenTimesTheBytes(string reader)
    {
        TextReaderCase sample = Cases[reader];
        byte[] text = sample.OfLength(LongBytes);
        sample.Read(sample.Of(ShortRows));
        long allocated = AllocationMeter.Measure(() =>
        {
            try
            {
                sample.Read(text);
            }
            catch (DataFormatException) when (IsRefused(reader))
            {
            }
        });
        TestContext.Out.WriteLine($"{reader}: {(double)(allocated - ParserFuzz.FixedBytes) / text.Length:F1} times {text.Length} bytes");
        Assert.That(allocated, Is.LessThan(((long)ParserFuzz.Factor * text.Length) + ParserFuzz.FixedBytes));
    }

    [TestCaseSource(nameof(Names))]
    public void Read_AlteredText_ReadsOrRefuses(string reader) => Check(reader, ParserFuzz.SuiteRounds);

    [Category(ParserFuzz.LongCategory)]
    [Explicit("20,000 inputs for each reader, minutes: dotnet test -c Release Tests/Gnn.Tests --filter FullyQualifiedName~ManyAlteredTexts")]
    [TestCaseSource(nameof(Names))]
    public void Read_ManyAlteredTexts_ReadsOrRefuses(string reader) => Check(reader, ParserFuzz.LongRounds);

    // A header alone says how wide a table is, and no text of a megabyte has as many rows as a header of that length asks for.
    private static bool IsRefused(string reader) => reader == "traffic, wide header";

    private static void Check(string reader, int rounds)
    {
        TextReaderCase sample = Cases[reader];
        int refused = ParserFuzz.SurvivesMutations(sample.Of(ShortRows), sample.Read, rounds);
        Assert.That(refused, Is.InRange(rounds / 20, rounds - 1), "alterations that are refused, and that are read");
    }
}
