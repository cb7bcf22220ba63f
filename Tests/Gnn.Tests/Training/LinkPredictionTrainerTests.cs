using Gnn.Graphs;
using Gnn.Graphs.Splits;
using Gnn.Layers;
using Gnn.Layers.Links;
using Gnn.Layers.Models;
using Gnn.Sampling.Links;
using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Training;
using Gnn.Training.Links;
using Gnn.Training.Optimizers;
using NUnit.Framework;

namespace Gnn.Tests.Training;

[TestFixture]
internal sealed class LinkPredictionTrainerTests
{
    private static readonly string[] Models = ["gae", "vgae", "ncn", "ncnc", "seal", "walkpool", "sampled", "llp"];
    private static readonly LinkPredictionOptions Short = new() { Epochs = 12, BatchSize = 64, Random = new RandomSource(3) };

    [TestCaseSource(nameof(Models))]
    public void Fit_Communities_FindsTheirLinks(string name)
    {
        using Graph graph = Communities.Graph(Engine.Default);

        LinkPredictionReport report = Fit(graph, Split(graph), name, Short with { Epochs = 60 });

        // Links within communities are eight times as dense: who knows the communities exactly has an area of about .8; chance has .5 with a deviation of .046.
        Assert.That(report.Test.RocAuc, Is.GreaterThan(0.64), name);
        Assert.That(report.BestEpoch, Is.InRange(1, 60));
        Assert.That(report.Epochs[report.BestEpoch - 1].ValidationScore, Is.EqualTo(report.Validation.RocAuc));
        Assert.That(report.TestScores, Has.Count.EqualTo(report.Test.Count));
    }

    [TestCaseSource(nameof(Models))]
    public void Fit_PairsAtRandomForLinks_IsChance(string name)
    {
        // Edges that are nothing but chance, and features that know nothing of them.
        RandomSequence draws = new RandomSource(8).Sequence();
        var pairs = new HashSet<(int, int)>();
        while (pairs.Count < 400)
        {
            (int a, int b) = (draws.NextInt32(Communities.Nodes), draws.NextInt32(Communities.Nodes));
            _ = a < b && pairs.Add((a, b));
        }

        int[] from = [.. pairs.Select(pair => pair.Item1)], to = [.. pairs.Select(pair => pair.Item2)];
        using Graph bare = Graph.FromEdges(Communities.Nodes, [.. from, .. to], [.. to, .. from], isUndirected: true);
        using Graph graph = bare.WithFeatures(Tensor.Normal((Communities.Nodes, Communities.Features), new RandomSource(9)));

        LinkPredictionReport report = Fit(graph, Split(graph), name, Short);

        // 80 links against 80 pairs: a deviation of .046; a leak would be far outside of four.
        Assert.That(report.Test.RocAuc, Is.InRange(0.5 - 0.18, 0.5 + 0.18), name);
    }

    [TestCaseSource(nameof(Models))]
    public void Fit_OtherTestLinks_ChangesNothingThatIsLearnt(string name)
    {
        using Graph graph = Communities.Graph(Engine.Default);
        LinkSplit split = Split(graph);
        EdgeSplit edges = split.Edges;

        // The same graph with its test links replaced by pairs that were none: edges keep their places.
        int[] from = graph.Sources.ToArray(), to = graph.Targets.ToArray();
        HashSet<(int, int)> asked = [.. Pairs(split.Validation), .. Pairs(split.Test)];
        (int Source, int Target)[] others = [.. Pairs(LinkSplits.WithSharedNegatives(graph, edges, new RandomSource(77), 300).Validation).Where(pair => !asked.Contains(pair))];
        for (int link = 0; link < edges.Test.Length; link++)
        {
            int edge = edges.Test[link];
            int reverse = Enumerable.Range(0, from.Length).First(each => graph.Sources[each] == graph.Targets[edge] && graph.Targets[each] == graph.Sources[edge]);
            (from[edge], to[edge]) = others[link];
            (from[reverse], to[reverse]) = (to[edge], from[edge]);
        }

        using Graph bare = Graph.FromEdges(graph.NodeCount, from, to, isUndirected: true);
        using Graph injected = bare.WithFeatures(graph.Features);
        var same = new LinkSplit(new EdgeSplit("same", injected, edges.Train, edges.Validation, edges.Test), split.Validation, split.Test);

        LinkPredictionReport report = Fit(graph, split, name, Short);
        LinkPredictionReport other = Fit(injected, same, name, Short);

        Assert.That(other.ParameterHash, Is.EqualTo(report.ParameterHash));
        Assert.That(other.Epochs, Is.EqualTo(report.Epochs));
        Assert.That(other.NegativeScores, Is.EqualTo(report.NegativeScores), "the scores of the same pairs");

        static IEnumerable<(int Source, int Target)> Pairs(LinkNegatives negatives) => negatives.Sources.ToArray().Zip(
            negatives.Targets.ToArray(), (source, target) => (Math.Min(source, target), Math.Max(source, target)));
    }

    [Test]
    public void Fit_InductiveSplit_LearnsNothingOfNewNodes()
    {
        using Graph graph = Communities.Graph(Engine.Default);
        EdgeSplit edges = EdgeSplit.Inductive(graph, SplitSizes.Shares(0.6, 0.2), 0.5, new RandomSource(4));
        LinkSplit split = LinkSplits.WithSharedNegatives(graph, edges, new RandomSource(5));
        Assert.That(split.Audit(graph).IsSound, split.Audit(graph).ToString());
        LinkPredictionOptions options = Short with { Epochs = 60 };

        // Other features for the nodes that test: the model and its choice may not notice.
        int[] unseen = edges.TestNodes.ToArray();
        using Graph changed = Communities.Graph(Engine.Default, changeFeatures: x => Array.ForEach(unseen, node => x.AsSpan(node * Communities.Features, Communities.Features).Fill(5)));

        LinkPredictionReport report = Fit(graph, split, "gae", options);
        LinkPredictionReport other = Fit(changed, split, "gae", options);

        Assert.That(other.ParameterHash, Is.EqualTo(report.ParameterHash));
        Assert.That(other.Epochs, Is.EqualTo(report.Epochs));
        Assert.That(report.Test.Count, Is.EqualTo(edges.Test.Length));
    }

    [Test]
    public void Baselines_TestLinksInjected_ChangeNoScoreAndCommunitiesAreSeen()
    {
        using Graph graph = Communities.Graph(Engine.Default);
        LinkSplit split = Split(graph);
        EdgeSplit edges = split.Edges;
        var unlike = new LinkSplit(edges, split.Validation, new LinkNegatives(split.Validation.Sources, split.Validation.Targets));

        IReadOnlyList<LinkBaseline> baselines = LinkBaselines.Of(graph, split);
        IReadOnlyList<LinkBaseline> seeing = LinkBaselines.Of(graph, split, new LinkPredictionOptions { TestWithValidationLinks = true });

        Assert.That(baselines, Has.Count.EqualTo(9));
        Assert.That(baselines[^1].Test.RocAuc, Is.GreaterThan(0.6), baselines[^1].ToString());
        Assert.That(LinkBaselines.Of(graph, split)[^1].Test.Ranks.ToArray(), Is.EqualTo(baselines[^1].Test.Ranks.ToArray()), "the same seed");
        Assert.That(baselines[0].Test.RocAuc, Is.GreaterThan(0.64), baselines[0].ToString());
        Assert.That(baselines.Single(each => each.Name == "shortest path").Test.HitsAt(1), Is.LessThan(1), "no test link is an edge of the messages");
        Assert.That(seeing[0].Test.RocAuc, Is.Not.EqualTo(baselines[0].Test.RocAuc));
        Assert.That(LinkBaselines.Of(graph, unlike)[0].Test.Count, Is.EqualTo(edges.Test.Length));
    }

    [Test]
    public void Fit_ColumnsOfEdges_ChangeNoScore()
    {
        using Graph graph = Communities.Graph(Engine.Default);
        using Graph weighted = graph.WithEdgeColumn("weight", Tensor.Uniform((int)graph.EdgeCount, new RandomSource(1)));
        LinkSplit split = Split(graph);

        LinkPredictionReport report = Fit(graph, split, "gae", Short);
        LinkPredictionReport other = Fit(weighted, split, "gae", Short);

        Assert.That(other.TestScores, Is.EqualTo(report.TestScores));
    }

    [Test]
    public void Fit_AnyThreadsAndScoringBatch_GivesTheSameBits([Values("gae", "ncnc", "seal", "walkpool", "sampled", "llp")] string name)
    {
        using Graph graph = Communities.Graph(Engine.Default);
        LinkSplit split = Split(graph);
        LinkPredictionReport[] reports = [.. new[] { (1, 8192), (2, 8192), (4, 7) }.Select(run =>
        {
            using var engine = new CpuEngine(run.Item1);
            return Fit(graph, split, name, Short with { Epochs = 3, ScoringBatch = run.Item2 }, engine);
        })];

        Assert.That(reports.Select(report => report.ParameterHash), Is.All.EqualTo(reports[0].ParameterHash));
        Assert.That(reports[1].TestScores, Is.EqualTo(reports[0].TestScores));
        Assert.That(reports[2].TestScores, Is.EqualTo(reports[0].TestScores).Within(1e-5), "sums of a product may be cut elsewhere in a batch of another size");
    }

    [TestCase(LinkLoss.Bpr)]
    [TestCase(LinkLoss.Margin)]
    [TestCase(LinkLoss.Softmax)]
    [TestCase(LinkLoss.SelfAdversarial)]
    public void Fit_EachLoss_FallsAndLearns(LinkLoss loss)
    {
        using Graph graph = Communities.Graph(Engine.Default);
        LinkPredictionOptions options = Short with { Epochs = 40, Loss = loss, NegativesPerLink = 3, NegativesShareSource = loss == LinkLoss.Bpr };

        LinkPredictionReport report = Fit(graph, Split(graph), "gae", options);

        Assert.That(report.Epochs[^1].Loss, Is.LessThan(report.Epochs[0].Loss));
        Assert.That(report.Test.RocAuc, Is.GreaterThan(0.65));
    }

    [Test]
    public void Objective_KnownScores_IsItsFormula()
    {
        using var scope = new TensorScope();
        Tensor links = Tensor.Create([1.0, -0.5], 2, Gnn.Testing.TestEngines.Reference);
        Tensor negatives = Tensor.Create([0.2, 2, -1, 0.3], 4, Gnn.Testing.TestEngines.Reference);
        double[] p = links.ToArray<double>(), n = negatives.ToArray<double>();
        var options = new LinkPredictionOptions { NegativesPerLink = 2, Margin = 0.7, Temperature = 0.5 };

        Assert.That(Of(LinkLoss.BinaryCrossEntropy), Is.EqualTo(p.Average(s => Softplus(-s)) + n.Average(Softplus)).Within(1e-12));
        Assert.That(Of(LinkLoss.Bpr), Is.EqualTo(n.Select((s, i) => Softplus(s - p[i / 2])).Average()).Within(1e-12));
        Assert.That(Of(LinkLoss.Margin), Is.EqualTo(n.Select((s, i) => Math.Max(0, 0.7 - p[i / 2] + s)).Average()).Within(1e-12));
        Assert.That(
            Of(LinkLoss.Softmax),
            Is.EqualTo(p.Select((s, i) => Math.Log(Math.Exp(s / 0.5) + Math.Exp(n[2 * i] / 0.5) + Math.Exp(n[(2 * i) + 1] / 0.5)) - (s / 0.5)).Average()).Within(1e-12));
        double adversarial = p.Select((s, i) =>
        {
            (double a, double b) = (Math.Exp(n[2 * i] * 0.5), Math.Exp(n[(2 * i) + 1] * 0.5));
            return Softplus(-s) + (((a * Softplus(n[2 * i])) + (b * Softplus(n[(2 * i) + 1]))) / (a + b));
        }).Average();
        Assert.That(Of(LinkLoss.SelfAdversarial), Is.EqualTo(adversarial).Within(1e-12));

        double Of(LinkLoss loss) => LinkObjective.Of(links, negatives, options with { Loss = loss }).Item();

        static double Softplus(double x) => Math.Log(1 + Math.Exp(x));
    }

    [Test]
    public void Fit_BadInput_IsRefusedBeforeTraining()
    {
        using Graph graph = Communities.Graph(Engine.Default);
        using Graph bare = graph.WithoutNodeColumn("x");
        using Graph small = Graph.FromEdges(3, [0, 1], [1, 2]);
        LinkSplit split = Split(graph);
        EdgeSplit noTest = EdgeSplit.Random(graph, SplitSizes.Counts(10, 10, 0), new RandomSource(1));
        using Module model = Create("gae");
        using var optimizer = new Adam(0.01);
        var trainer = new LinkPredictionTrainer(model, optimizer);

        Assert.That(() => trainer.Fit(small, split), Throws.ArgumentException.With.Message.Contains("but the graph has 2"));
        Assert.That(() => trainer.Fit(bare, split), Throws.ArgumentException.With.Message.Contains("no features"));
        Assert.That(
            () => trainer.Fit(graph, new LinkSplit(noTest, split.Validation, split.Test)), Throws.ArgumentException.With.Message.Contains("has no test links"));
        LinkNegatives links = new([graph.Sources[split.Edges.Train[0]]], [graph.Targets[split.Edges.Train[0]]]);
        Assert.That(
            () => trainer.Fit(graph, new LinkSplit(split.Edges, split.Validation, links)), Throws.ArgumentException.With.Message.Contains("leaks").And.Message.Contains("1 negatives are edges"));
        Assert.That(
            () => trainer.Fit(graph, split, new LinkPredictionOptions { Metric = LinkMetric.Hits, HitsAt = split.Validation.Count + 1 }),
            Throws.ArgumentException.With.Message.Contains($"to at most {split.Validation.Count}"));
        Assert.That(() => trainer.Fit(graph, split, new LinkPredictionOptions { Temperature = 0 }), Throws.InstanceOf<ArgumentOutOfRangeException>().With.Message.Contains("Temperature"));
        Assert.That(() => trainer.Fit(graph, split, new LinkPredictionOptions { BatchSize = 0 }), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => new LinkPredictionTrainer(new Linear(2, 2, default), optimizer), Throws.ArgumentException.With.Message.Contains("ILinkModel"));
    }

    [Test]
    public void Fit_AllNeighboursSampled_HasTheLossesOfTheWholeGraph([Values] bool hides, [Values] bool isDirected, [Values(1, 2)] int negatives)
    {
        using Graph both = Communities.Graph(Engine.Default);
        using Graph bare = Graph.FromEdges(both.NodeCount, both.Sources, both.Targets);
        using Graph directed = bare.WithFeatures(both.Features);
        Graph graph = isDirected ? directed : both;
        LinkSplit split = LinkSplits.WithSharedNegatives(
            graph, EdgeSplit.Random(graph, SplitSizes.Shares(0.7, 0.1), new RandomSource(4), separateReverses: isDirected), new RandomSource(5));
        LinkPredictionOptions options = Short with { Epochs = 4, HideLinks = hides, NegativesPerLink = negatives, BatchSize = 50 };

        LinkPredictionReport whole = Fit(graph, split, "sage", options);
        LinkPredictionReport sampled = Fit(graph, split, "sampled", options with { Fanouts = [-1, -1] });

        // The same sums of single-precision numbers in another order, through four epochs of Adam.
        Assert.That(sampled.Epochs.Select(epoch => epoch.Loss), Is.EqualTo(whole.Epochs.Select(epoch => epoch.Loss)).Within(1e-4));
        Assert.That(sampled.TestScores, Is.EqualTo(whole.TestScores).Within(1e-3));
        LinkPredictionReport few = Fit(graph, split, "sampled", options with { Fanouts = [1, 1] });
        Assert.That(few.Epochs[0].Loss, Is.Not.EqualTo(whole.Epochs[0].Loss).Within(1e-3), "one neighbour is not all");
    }

    [Test]
    public void Fit_FanoutsThatDoNotFit_AreRefused()
    {
        using Graph graph = Communities.Graph(Engine.Default);
        LinkSplit split = Split(graph);
        LinkPredictionOptions options = Short with { Fanouts = [3, 3] };

        Assert.That(() => Fit(graph, split, "ncn", options), Throws.ArgumentException.With.Message.Contains("encoder of a Gae, got Ncn"));
        Assert.That(() => Fit(graph, split, "gae", options), Throws.ArgumentException.With.Message.Contains("bipartite"), "a GCN takes degrees of the whole graph");
        Assert.That(() => Fit(graph, split, "sage", options with { Fanouts = [3] }), Throws.ArgumentException.With.Message.Contains("2 layers"));
        Assert.That(() => Fit(graph, split, "sage", options with { Fanouts = [3, -2] }), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    [Test]
    public void Fit_Cancelled_StopsBetweenSteps()
    {
        using Graph graph = Communities.Graph(Engine.Default);
        using var cancel = new CancellationTokenSource();
        using Module model = Create("gae");
        using var optimizer = new Adam(0.01);
        var progress = new CallbackProgress<LinkEpochRecord>(record => cancel.Cancel());

        Assert.That(
            () => new LinkPredictionTrainer(model, optimizer).Fit(graph, Split(graph), Short, progress, cancel.Token), Throws.InstanceOf<OperationCanceledException>());
        Assert.That(optimizer.IsAttached, Is.False);
    }

    private static LinkSplit Split(Graph graph) =>
        LinkSplits.WithSharedNegatives(graph, EdgeSplit.Random(graph, SplitSizes.Shares(0.7, 0.1), new RandomSource(4)), new RandomSource(5));

    private static LinkPredictionReport Fit(Graph graph, LinkSplit split, string name, LinkPredictionOptions options, Engine? engine = null)
    {
        using Module model = Create(name);
        model.MoveTo(engine ?? Engine.Default);
        using var optimizer = new Adam(0.01);
        if (name == "llp")
        {
            using Module teacher = Create("sage");
            teacher.MoveTo(engine ?? Engine.Default);
            using var teaching = new Adam(0.01);
            new LinkPredictionTrainer(teacher, teaching).Fit(graph, split, options);
            return new LinkDistillationTrainer(model, optimizer, teacher).Fit(graph, split, options);
        }

        return new LinkPredictionTrainer(model, optimizer).Fit(graph, split, name == "sampled" ? options with { Fanouts = options.Fanouts ?? [4, 3] } : options);
    }

    private static Module Create(string name)
    {
        var random = new RandomSource(1);
        int inputs = Communities.Features;
        return name switch
        {
            "sage" or "sampled" => new Gae(new GraphSage(inputs, 16, 8, random, dropout: 0)),
            "llp" => new Gae(new Mlp(inputs, 16, 8, random, dropout: 0)),
            "vgae" => new Vgae(inputs, 16, 8, random),
            "ncn" => new Ncn(inputs, random, new NcnOptions { Hidden = 16, PredictorDropout = 0.1 }),
            "ncnc" => new Ncn(inputs, random, new NcnOptions { Hidden = 16, Completion = new NeighborCompletion() }),
            "seal" => new Seal(inputs, random, new SealOptions { Hidden = 8, Layers = 2, KeptNodes = 10, UseFeatures = true }),
            "walkpool" => new WalkPool(inputs, random, new WalkPoolOptions { Hidden = 8, Hops = 1, WalkLength = 4, UseFeatures = true }),
            _ => new Gae(new Gcn(inputs, 16, 8, random, dropout: 0)),
        };
    }
}
