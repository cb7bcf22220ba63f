using System.Text;
using Gnn.Datasets.Parsing;
using Gnn.Datasets.Tables;
using Gnn.Tensors.Files;
using Gnn.Testing;
using NUnit.Framework;

namespace Gnn.Tests.Datasets.Parsing;

[TestFixture]
internal sealed class NTriplesTests
{
    private const string Sample = """
        # people
        <http://a.org/ann> <http://a.org/knows> <http://a.org/bob> .
        <http://a.org/ann> <http://a.org/name> "Ann \"A\" M\u00fcller"@de-AT . # a comment

        _:b1 <http://a.org/age> "42"^^<http://www.w3.org/2001/XMLSchema#integer> .
        <http://a.org/bob> <http://a.org/friend> _:b1.x .
        	<http://a.org/ann><http://a.org/note>"tab\tnew\nback\\ \U0001F600".
        <http://a.org/bob> <http://a.org/name> "Bob"^^<http://www.w3.org/2001/XMLSchema#string> .

        """;

    [Test]
    public void Read_EveryKindOfTerm_GivesTermsByFirstAppearance()
    {
        NTriples triples = Read(Sample);

        Assert.That(triples.Count, Is.EqualTo(6));
        Assert.That(triples.Nodes, Is.EqualTo(new[]
        {
            "http://a.org/ann", "http://a.org/bob", "\"Ann \"A\" Müller\"@de-AT", "_:b1", "\"42\"^^<http://www.w3.org/2001/XMLSchema#integer>",
            "_:b1.x", "\"tab\tnew\nback\\ 😀\"", "\"Bob\"",
        }));
        Assert.That(triples.Relations, Is.EqualTo(new[] { "http://a.org/knows", "http://a.org/name", "http://a.org/age", "http://a.org/friend", "http://a.org/note" }));
        Assert.That(triples.Subjects.ToArray(), Is.EqualTo(new[] { 0, 0, 3, 1, 0, 1 }));
        Assert.That(triples.Predicates.ToArray(), Is.EqualTo(new[] { 0, 1, 2, 3, 4, 1 }));
        Assert.That(triples.Objects.ToArray(), Is.EqualTo(new[] { 1, 2, 4, 5, 6, 7 }));
    }

    [TestCase("<a:ä> <a:p> <a:\\u00E4> .", 1, 1)]
    [TestCase("<a:s> <a:p> \"x\" .\n<a:s> <a:p> \"x\"^^<http://www.w3.org/2001/XMLSchema#string> .", 2, 1)]
    [TestCase("<a:s> <a:p> \"x\" .\n<a:s> <a:p> \"x\"@en .\n<a:s> <a:p> \"x\"^^<a:t> .", 4, 3)]
    [TestCase("<a:s> <a:p> <a:o> .\n<a:s> <a:p> <a:o> .\n<a:o> <a:p> <a:s> .", 2, 2)]
    [TestCase("<a:s> <a:p> \"a:s\" .\n<a:s> <a:p> \"_:s\" .\n_:s <a:p> <a:s> .", 4, 3)]
    [TestCase("\ufeff<a:s> <a:p> <a:o> .\r\n\r\n#x\r<a:s> <a:p> _:é .", 3, 2)]
    [TestCase("<a:s> <a:p> \"\" .", 2, 1)]
    [TestCase("<a:s> <a:p> \"x\" ^^ <a:t> .\n<a:s> <a:p> \"x\" @en .", 3, 2)]
    [TestCase("", 0, 0)]
    [TestCase("\n# nothing", 0, 0)]
    public void Read_EqualTerms_AreOneNodeAndEqualTriplesOneEdge(string text, int nodes, int edges)
    {
        NTriples triples = Read(text);

        Assert.That((triples.Nodes.Count, triples.Count), Is.EqualTo((nodes, edges)));
    }

    [TestCase("<a:s> <a:p> <a:o>", "line 1, column 18", "'.'")]
    [TestCase("<a:s> <a:p> <a:o> .\n<a:s> <a:p> .", "line 2, column 13", "an object")]
    [TestCase("\"x\" <a:p> <a:o> .", "line 1, column 1", "a subject")]
    [TestCase("<a:s> _:p <a:o> .", "line 1, column 7", "a predicate")]
    [TestCase("<a:s> <a:p> <a:o> . <a:s>", "line 1, column 21", "the end of the line")]
    [TestCase("<relative> <a:p> <a:o> .", "line 1, column 2", "scheme")]
    [TestCase("<a:s s> <a:p> <a:o> .", "line 1, column 5", "a character of an IRI")]
    [TestCase("<a:s\\u0020> <a:p> <a:o> .", "line 1, column 5", "U+0020")]
    [TestCase("<a:s\\n> <a:p> <a:o> .", "line 1, column 5", "escape")]
    [TestCase("<a:s> <a:p> \"x\\q\" .", "line 1, column 15", "escape")]
    [TestCase("<a:s> <a:p> \"x\\u12G4\" .", "line 1, column 19", "hexadecimal")]
    [TestCase("<a:s> <a:p> \"\\uD83D\\uDE00\" .", "line 1, column 14", "U+D83D")]
    [TestCase("<a:s> <a:p> \"\\U00110000\" .", "line 1, column 14", "U+110000")]
    [TestCase("<a:s> <a:p> \"x\ny\" .", "line 1, column 15", "end of the literal")]
    [TestCase("<a:s> <a:p> \"x", "line 1, column 15", "end of the file")]
    [TestCase("<a:s> <a:p> \"x\"@1 .", "line 1, column 17", "language")]
    [TestCase("<a:s> <a:p> \"x\"^<a:t> .", "line 1, column 16", "datatype")]
    [TestCase("<a:s> <a:p> \"x\"^^<t> .", "line 1, column 19", "datatype")]
    [TestCase("<a:s> <a:p> _:-x .", "line 1, column 15", "a label")]
    [TestCase("<a:s> <a:p> _: .", "line 1, column 15", "a label")]
    [TestCase("<a:s> <a:p> _:x\u00d7 .", "line 1, column 16", "U+00D7")]
    public void Read_AnotherThing_NamesLineAndColumn(string text, string place, string expected) => Assert.That(
        () => Read(text), Throws.TypeOf<DataFormatException>().With.Message.StartsWith($"memory: {place}: ").And.Message.Contains(expected));

    [Test]
    public void Read_OtherEncoding_NamesTheByte() => Assert.That(
        () => NTriples.Read(Encoding.Latin1.GetBytes("# x\n<a:ä> <a:p> <a:o> ."), "memory"),
        Throws.TypeOf<DataFormatException>().With.Message.Contains("line 2, column 4").And.Message.Contains("0xe4"));

    [Test]
    public void Read_LongLiterals_StayApart()
    {
        string much = new('é', 40_000);
        NTriples triples = Read($"<a:s> <a:p> \"{much}1\" .\n<a:s> <a:p> \"{much}2\" .\n<a:s> <a:p> \"{much}1\" .");

        Assert.That((triples.Nodes.Count, triples.Count), Is.EqualTo((3, 2)));
        Assert.That(Encoding.UTF8.GetByteCount(triples.Nodes[1]), Is.LessThanOrEqualTo(IdMap.MaxIdBytes).And.GreaterThan(IdMap.MaxIdBytes - 4));
        Assert.That(triples.Nodes[1], Does.StartWith("\"ééé").And.Contains("é... sha256:"));
    }

    [Test]
    public void Read_EveryPrefix_ReadsWholeLinesOrRefuses()
    {
        byte[] bytes = Encoding.UTF8.GetBytes(Sample);
        for (int length = 0; length < bytes.Length; length++)
        {
            int ended = Sample[..Encoding.UTF8.GetCharCount(bytes, 0, length)].Split('\n').SkipLast(1).Count(line => line.Contains(" <") || line.Contains("><"));
            NTriples? triples = null;
            try
            {
                triples = NTriples.Read(bytes[..length], "memory");
            }
            catch (DataFormatException)
            {
                continue;
            }

            Assert.That(triples.Count, Is.EqualTo(ended).Or.EqualTo(ended + 1), $"prefix of {length} bytes");
        }
    }

    [Test]
    public void Read_Mutations_ReadsOrRefuses() => Assert.That(Fuzz(ParserFuzz.SuiteRounds), Is.GreaterThan(250));

    [Test]
    [Explicit("20,000 inputs, seconds: dotnet test -c Release Tests/Gnn.Tests --filter FullyQualifiedName~ManyMutations")]
    [Category(ParserFuzz.LongCategory)]
    public void Read_ManyMutations_ReadsOrRefuses() => Assert.That(Fuzz(ParserFuzz.LongRounds), Is.GreaterThan(10_000));

    private static int Fuzz(int rounds) => ParserFuzz.SurvivesMutations(
        Encoding.UTF8.GetBytes(Sample), bytes => NTriples.Read(bytes, "memory"), rounds, allocationFactor: 10, fixedBytes: 16 * 1024);

    private static NTriples Read(string text) => NTriples.Read(Encoding.UTF8.GetBytes(text), "memory");
}
