using System.Text;
using Gnn.Datasets.Parsing;
using Gnn.Tensors.Files;
using NUnit.Framework;

namespace Gnn.Tests.Parsing;

[TestFixture]
internal sealed class TextScannerNumberTests
{
    [TestCase("7", null, new long[] { 7 })]
    [TestCase("  -7\t 0 12 ", null, new long[] { -7, 0, 12 })]
    [TestCase("+5 -0 007", null, new long[] { 5, 0, 7 })]
    [TestCase("999999999999999999 1000000000000000000 9223372036854775807 -9223372036854775808", null,
        new[] { 999999999999999999, 1000000000000000000, long.MaxValue, long.MinValue })]
    [TestCase("1,2, 3 ,\t-4", ',', new long[] { 1, 2, 3, -4 })]
    [TestCase("1\t 2\t3 ", '\t', new long[] { 1, 2, 3 })]
    public void ReadInt64_FieldsOfALine_AreTheNumbers(string line, char? delimiter, long[] expected)
    {
        TextScanner text = Scan(line, delimiter);
        foreach (long number in expected)
        {
            Assert.That(text.ReadInt64("a number"), Is.EqualTo(number));
        }

        text.EndLine();
    }

    [TestCase("1 2x 3", null, "column 3", "'2x'")]
    [TestCase("1 -", null, "column 3", "'-'")]
    [TestCase("1 99999999999999999999", null, "column 3", "'99999999999999999999'")]
    [TestCase("1", null, "column", "the end of the line")]
    [TestCase("1,,3", ',', "column 3", "''")]
    [TestCase("1\t\t3", '\t', "column 3", "''")]
    [TestCase("1,2 3", ',', "column 3", "'2 3'")]
    [TestCase("1 --2", null, "column 3", "'--2'")]
    [TestCase("1 1.0", null, "column 3", "'1.0'")]
    public void ReadInt64_OtherFields_AreRefusedWithTheirPlace(string line, char? delimiter, string place, string shown)
    {
        TextScanner text = Scan(line, delimiter);
        Assert.That(text.ReadInt64("a number"), Is.EqualTo(1));
        Assert.That(
            () => text.ReadInt64("a number"), Throws.TypeOf<DataFormatException>().With.Message.Contains("line 1, " + place).And.Message.Contains(shown));
    }

    [TestCase("4", "0 to 3, got 4")]
    [TestCase("-1", "0 to 3, got -1")]
    public void ReadInt64_OutOfBounds_SaysWhatIsAllowed(string line, string problem) => Assert.That(
        () => Scan(line, null).ReadInt64("a number", 0, 3), Throws.TypeOf<DataFormatException>().With.Message.Contains(problem));

    [Test]
    public void ReadAll_IntegerLines_PassesOverBlankLinesAndKeepsSignsAndCarriageReturns()
    {
        var text = new TextScanner("3\r\n\n -4\n \t\n5"u8.ToArray(), "numbers");
        var damaged = new TextScanner("3\n4 5\n"u8.ToArray(), "numbers");

        Assert.That(IntegerLines.ReadInt32(text, "a number"), Is.EqualTo(new[] { 3, -4, 5 }));
        Assert.That(() => IntegerLines.ReadInt64(damaged, "a number"), Throws.TypeOf<DataFormatException>().With.Message.Contains("line 2"));
    }

    [TestCase(new int[0])]
    [TestCase(new[] { 5 })]
    [TestCase(new[] { 3, -2, 3, 9, -2 })]
    [TestCase(new[] { int.MaxValue, int.MinValue, 0, int.MaxValue })]
    public void RankedValues_OfNumbers_GoBackToThem(int[] numbers)
    {
        var ranked = RankedValues.Of(numbers);

        Assert.That(ranked.Ranks.Select(rank => ranked.Values[rank]), Is.EqualTo(numbers));
        Assert.That(ranked.Values, Is.Ordered.And.Unique);
    }

    private static TextScanner Scan(string line, char? delimiter)
    {
        var text = new TextScanner(Encoding.UTF8.GetBytes(line), "numbers", (byte?)delimiter);
        Assert.That(text.NextLine(), Is.True);
        return text;
    }
}
