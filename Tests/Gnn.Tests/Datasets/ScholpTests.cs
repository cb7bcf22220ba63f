using Gnn.Datasets;
using Gnn.Datasets.HigherOrder;
using Gnn.Graphs;
using Gnn.Graphs.Hypergraphs;
using Gnn.Graphs.Splits;
using Gnn.Tensors.Files;
using Gnn.Testing;
using NUnit.Framework;

namespace Gnn.Tests.Datasets;

[TestFixture]
internal sealed class ScholpTests
{
    [TestCase("email-enron", "email-Enron", 26841, 1542, 1512, 63046642020000, 63159582033000, false)]
    [TestCase("contact-high-school", "contact-high-school", 352718, 7937, 7818, 1385982020, 1386345580, true)]
    [TestCase("congress-bills", "congress-bills", 954262, 85082, 84799, 719646, 731923, false)]
    public void Load_RealFiles_HasThePublishedCounts(string name, string set, int incidences, int lists, int sets, long first, long last, bool isSorted)
    {
        string root = FamilyChecks.Root("scholp/" + set);
        using Dataset dataset = FamilyChecks.LoadTwice(name, root);
        var hypergraph = dataset.As<Hypergraph>();
        long[] times = hypergraph.HyperedgeTimes!.ToArray<long>();
        SimplexArrays data = SimplexFiles.Read(set, new DatasetFiles(new DataRoot(root), DatasetCatalog.Find(name).Files));

        Assert.That(hypergraph.IncidenceCount, Is.EqualTo(incidences));
        Assert.That(CountDistinct(hypergraph.HyperedgeCount, hyperedge => hypergraph.MembersOf(hyperedge)), Is.EqualTo(sets));
        int[] starts = [0, .. data.Sizes];
        for (int i = 1; i < starts.Length; i++)
        {
            starts[i] += starts[i - 1];
        }

        Assert.That(CountDistinct(data.Sizes.Length, simplex => data.Members.AsSpan(starts[simplex]..starts[simplex + 1])), Is.EqualTo(lists));
        Assert.That((times.Min(), times.Max()), Is.EqualTo((first, last)));
        Assert.That(times.Zip(times.Skip(1)).All(pair => pair.First <= pair.Second), Is.EqualTo(isSorted));
        Assert.That(times, Is.EqualTo(data.Times));
    }

    [Test]
    public void Load_Names_AreThoseOfTheFiles()
    {
        string root = FamilyChecks.Root("scholp/congress-bills");
        using Dataset mails = DatasetCatalog.Find("email-enron").Load(root);
        using Dataset contacts = DatasetCatalog.Find("contact-high-school").Load(root);
        using Dataset bills = DatasetCatalog.Find("congress-bills").Load(root);

        Assert.That(mails.Names["node"], Has.Count.EqualTo(143).And.Unique);
        Assert.That((mails.Names["node"][0], mails.Names["node"][^1], mails.Names["id"][^1]), Is.EqualTo(("phillip.allen@enron.com", "john.zufferli@enron.com", "148")));
        Assert.That((contacts.Names["node"][326], contacts.Names.Count), Is.EqualTo(("327", 1)));
        Assert.That((bills.Names["node"][1703], bills.Names["id"][1703]), Is.EqualTo(("Dayton, Mark [MN]", "1704")));
    }

    [Test]
    public void Load_Enron_SplitsByTime()
    {
        (Hypergraph hypergraph, IReadOnlyList<string> names) = Scholp.Load("email-enron", FamilyChecks.Root("scholp/email-Enron"));
        using (hypergraph)
        {
            long[] times = hypergraph.HyperedgeTimes!.ToArray<long>();
            var split = IndexSplit.ByTime("hyperedge", times, SplitSizes.Shares(0.8, 0));

            Assert.That(split.Audit(times: times).Problems, Is.Empty);
            Assert.That(split.Train.Length, Is.EqualTo(0.8 * 10883).Within(10));
            Assert.That(names, Has.Count.EqualTo(143));
        }
    }

    [Test]
    public void Load_TinyFiles_OfASetThatIsNotAtHand_KeepsOrderRepeatsAndNames()
    {
        using var scratch = new ScratchFolder();
        Write(scratch, "NDC-classes", "2\n1\n3\n2\n", "9\n2\n5\n2\n5\n9\n2\n9\n", "30\n10\n20\n30\n");
        Save(scratch, "NDC-classes", "node-labels", "5 two words [epc]\n9\tnine\n7 nobody\n2 zwei \u00fc\n");
        Save(scratch, "NDC-classes", "simplex-labels", "(0-1)\n\na b\n(0-2)\n");
        using Dataset dataset = DatasetCatalog.Find("ndc-classes").Load(scratch.Path);
        var hypergraph = dataset.As<Hypergraph>();

        Assert.That((hypergraph.NodeCount, hypergraph.HyperedgeCount, hypergraph.IncidenceCount), Is.EqualTo((3, 4, 8L)));
        Assert.That(hypergraph.MembersOf(0).ToArray(), Is.EqualTo(new[] { 0, 2 }));
        Assert.That(hypergraph.MembersOf(2).ToArray(), Is.EqualTo(new[] { 0, 1, 2 }));
        Assert.That(hypergraph.MembersOf(3).ToArray(), Is.EqualTo(new[] { 0, 2 }));
        Assert.That(hypergraph.HyperedgeTimes!.ToArray<long>(), Is.EqualTo(new long[] { 30, 10, 20, 30 }));
        Assert.That(dataset.Names["node"], Is.EqualTo(new[] { "zwei \u00fc", "two words [epc]", "nine" }));
        Assert.That(dataset.Names["id"], Is.EqualTo(new[] { "2", "5", "9" }));
        Assert.That(dataset.Names["hyperedge"], Is.EqualTo(new[] { "(0-1)", "", "a b", "(0-2)" }));
    }

    [Test]
    public void Load_WideIds_AreNumberedInRisingOrder()
    {
        using var scratch = new ScratchFolder();
        Write(scratch, "contact-primary-school", "2\n1\n", "2000000000\n7\n2000000000\n", "-5\n9000000000\n");
        (Hypergraph hypergraph, IReadOnlyList<string> names) = Scholp.Load("contact-primary-school", scratch.Path);
        using (hypergraph)
        {
            Assert.That(names, Is.EqualTo(new[] { "7", "2000000000" }));
            Assert.That(hypergraph.MembersOf(1).ToArray(), Is.EqualTo(new[] { 1 }));
            Assert.That(hypergraph.HyperedgeTimes!.ToArray<long>(), Is.EqualTo(new[] { -5, 9000000000 }));
        }
    }

    [TestCase("2\n2\n", "1\n2\n3\n", "1\n2\n", "simplices", "expected 4 lines")]
    [TestCase("2\n1\n", "1\n2\n3\n", "1\n", "times", "expected 2 lines")]
    [TestCase("2\n0\n", "1\n2\n", "1\n2\n", "nverts", "line 2")]
    [TestCase("2\n1\n", "1\n2\n-3\n", "1\n2\n", "simplices", "line 3")]
    [TestCase("2\n1\n", "1\nx\n3\n", "1\n2\n", "simplices", "'x'")]
    [TestCase("2\n1\n", "1\n2 3\n3\n", "1\n2\n", "simplices", "end of the line")]
    [TestCase("2\n1\n", "1\n1\n3\n", "1\n2\n", "simplices", "twice")]
    [TestCase("2\n1\n", "1\n2\n3\n", "1\n99999999999999999999\n", "times", "line 2")]
    public void Load_DamagedFiles_SaysWhere(string sizes, string members, string times, string file, string problem)
    {
        using var scratch = new ScratchFolder();
        Write(scratch, "contact-primary-school", sizes, members, times);

        Assert.That(
            () => Scholp.Load("contact-primary-school", scratch.Path),
            Throws.TypeOf<DataFormatException>().With.Message.Contains($"contact-primary-school-{file}.txt").And.Message.Contains(problem));
    }

    [TestCase("node-labels", "1 a\n2 b\n", "none for 3")]
    [TestCase("node-labels", "1 a\n2 b\n3 c\n1 d\n", "line 4")]
    [TestCase("simplex-labels", "a\n", "expected 2 lines")]
    public void Load_NamesThatDoNotFit_AreRefused(string file, string content, string problem)
    {
        using var scratch = new ScratchFolder();
        Write(scratch, "NDC-classes", "2\n1\n", "1\n2\n3\n", "1\n2\n");
        Save(scratch, "NDC-classes", "node-labels", "1 a\n2 b\n3 c\n");
        Save(scratch, "NDC-classes", "simplex-labels", "a\nb\n");
        Save(scratch, "NDC-classes", file, content);

        Assert.That(() => Scholp.Load("ndc-classes", scratch.Path), Throws.TypeOf<DataFormatException>().With.Message.Contains(file).And.Message.Contains(problem));
    }

    // A hash of the members stands for them: 64 bits over some hundred thousand lists.
    private static int CountDistinct(int count, Members members)
    {
        var seen = new HashSet<(ulong, int)>();
        for (int i = 0; i < count; i++)
        {
            ReadOnlySpan<int> list = members(i);
            ulong hash = 14695981039346656037;
            foreach (int node in list)
            {
                hash = ((hash ^ (uint)node) * 0x9E3779B97F4A7C15) ^ (hash >> 29);
            }

            seen.Add((hash, list.Length));
        }

        return seen.Count;
    }

    private static void Write(ScratchFolder scratch, string set, string sizes, string members, string times)
    {
        Save(scratch, set, "nverts", sizes);
        Save(scratch, set, "simplices", members);
        Save(scratch, set, "times", times);
    }

    private static void Save(ScratchFolder scratch, string set, string part, string content)
    {
        string folder = Path.Combine(scratch.Path, "scholp", set);
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, $"{set}-{part}.txt"), content);
    }

    private delegate ReadOnlySpan<int> Members(int place);
}
