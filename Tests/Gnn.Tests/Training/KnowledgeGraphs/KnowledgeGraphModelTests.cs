using Gnn.Graphs;
using Gnn.Layers;
using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Tensors.Sparse;
using Gnn.Testing;
using Gnn.Training.KnowledgeGraphs;
using Gnn.Training.Metrics;
using NUnit.Framework;

namespace Gnn.Tests.Training.KnowledgeGraphs;

[TestFixture]
internal sealed class KnowledgeGraphModelTests
{
    private static readonly string[] Names = ["transe1", "transe2", "transe-free", "distmult", "complex", "rotate", "rotate-modulus", "rgcn"];

    private static IEnumerable<TestCaseData> Trained => Golden(trains: true);

    private static IEnumerable<TestCaseData> Evaluated => Golden(trains: false);

    private static IEnumerable<TestCaseData> Golden(bool trains) =>
        from golden in GoldenFile.Read("kge")
        where golden.Training == trains
        from engine in TestEngines.All
        select new TestCaseData(golden, engine).SetArgDisplayNames(golden.Name, engine.Name);

    [TestCaseSource(nameof(Trained))]
    public void Forward_Golden_GivesScoresLossAndGradients(GoldenCase golden, Engine engine)
    {
        using var scope = new TensorScope();
        using KnowledgeGraphModel model = Create(golden);
        model.MoveTo(engine);
        golden.LoadInto(model);
        Tensor relation = golden.Inputs["rel"].ToTensor(engine);

        Tensor right = model.Forward(golden.Inputs["head"].ToTensor(engine), relation, golden.Inputs["tail"].ToTensor(engine));
        Tensor wrong = model.Forward(golden.Inputs["neg_head"].ToTensor(engine), relation, golden.Inputs["neg_tail"].ToTensor(engine));
        Tensor loss = model is TransE or DistMult
            ? (wrong - right + golden.NumberArgument("margin", 1)).Relu().Mean()
            : ((-right).Softplus().Mean() + wrong.Softplus().Mean()) * 0.5;
        golden.Backward(("pos_score", right), ("neg_score", wrong), ("loss", loss));

        golden.AssertOutput("pos_score", right);
        golden.AssertOutput("neg_score", wrong);
        golden.AssertOutput("loss", loss);
        golden.AssertParameterGradients(model);
    }

    [TestCaseSource(nameof(Evaluated))]
    public void Compare_Golden_RanksAllTailsAlike(GoldenCase golden, Engine engine)
    {
        using var scope = new TensorScope();
        using KnowledgeGraphModel model = Create(golden);
        model.MoveTo(engine);
        golden.LoadInto(model);
        Tensor heads = model.Entities(ForwardContext.Inference, null, golden.Inputs["head"].ToTensor(engine));
        Tensor queries = model.Queries(heads, model.Relations(golden.Inputs["rel"].ToTensor(engine)), asksHeads: false);

        float[] scores = model.Compare(queries, model.Entities(ForwardContext.Inference, null)).ToArray<float>();

        double[] ranks = [.. golden.Inputs["tail"].Values.Select((tail, row) =>
            RankingMetrics.FilteredRank(scores.AsSpan(row * model.EntityCount, model.EntityCount), (int)tail, []))];
        Assert.That(ranks.Average() - 1, Is.EqualTo(golden.Outputs["mean_rank"].Values[0]).Within(1e-9));
        Assert.That(RankingMetrics.MeanReciprocalRank(ranks), Is.EqualTo(golden.Outputs["mrr"].Values[0]).Within(1e-6));
        Assert.That(RankingMetrics.HitsAt(ranks, 3), Is.EqualTo(golden.Outputs["hits_at_3"].Values[0]).Within(1e-9));
    }

    [Test]
    public void Queries_ForHeadsAndForTails_GiveTheScoreOfTheFact([ValueSource(nameof(Names))] string name)
    {
        using var scope = new TensorScope();
        Engine engine = TestEngines.Reference;
        using KnowledgeGraphModel model = Create(name, engine);
        using Adjacency? adjacency = Prepare(model, engine);
        Tensor all = model.Entities(ForwardContext.Inference, adjacency);
        for (int head = 0; head < 6; head++)
        {
            for (int tail = 0; tail < 6; tail++)
            {
                Tensor relation = Ids(engine, 1);
                double score = model.Forward(Ids(engine, head), relation, Ids(engine, tail), adjacency).Item() - model.Offset;
                double[] tails = model.Compare(model.Queries(all.Rows(head, 1), model.Relations(relation), asksHeads: false), all).ToArray<double>();
                double[] heads = model.Compare(model.Queries(all.Rows(tail, 1), model.Relations(relation), asksHeads: true), all).ToArray<double>();

                Assert.That(tails[tail], Is.EqualTo(score).Within(1e-12), $"tail {tail} of {head}");
                Assert.That(heads[head], Is.EqualTo(score).Within(1e-12), $"head {head} of {tail}");
            }
        }
    }

    [Test]
    public void Forward_Gradients_AreCentralDifferences([ValueSource(nameof(Names))] string name)
    {
        Engine engine = TestEngines.Reference;
        using KnowledgeGraphModel model = Create(name, engine);
        using Adjacency? adjacency = Prepare(model, engine);
        using Tensor heads = Ids(engine, 0, 3, 5), relations = Ids(engine, 1, 0, 1), tails = Ids(engine, 2, 4, 0);

        GradientCheck.Run(() => model.Forward(heads, relations, tails, adjacency), [.. model.Parameters().Select(parameter => parameter.Value)]);
    }

    [Test]
    public void Compare_Groups_SeeTheirOwnCandidates([ValueSource(nameof(Names))] string name)
    {
        using var scope = new TensorScope();
        Engine engine = TestEngines.Reference;
        using KnowledgeGraphModel model = Create(name, engine);
        using Adjacency? adjacency = Prepare(model, engine);
        Tensor all = model.Entities(ForwardContext.Inference, adjacency);

        double[] grouped = model.Compare(all.Rows(0, 4), all, groups: 2).ToArray<double>();
        double[] first = model.Compare(all.Rows(0, 2), all.Rows(0, 3)).ToArray<double>();
        double[] second = model.Compare(all.Rows(2, 2), all.Rows(3, 3)).ToArray<double>();

        Assert.That(grouped, Is.EqualTo(first.Concat(second).ToArray()).Within(1e-12));
    }

    [Test]
    public void Cubes_ComplexRows_SumTheModuli()
    {
        using var scope = new TensorScope();
        Tensor rows = Tensor.Create([3.0, 0, 4, 2], (1, 4), TestEngines.Reference);
        using var complex = new ComplEx(2, 1, 2, new RandomSource(1));
        using var real = new DistMult(2, 1, 4, new RandomSource(1));

        Assert.That(complex.Cubes(rows).ToArray<double>(), Is.EqualTo(new[] { 125 + 8.0 }).Within(1e-9));
        Assert.That(real.Cubes(rows).ToArray<double>(), Is.EqualTo(new[] { 27 + 64 + 8.0 }).Within(1e-9));
    }

    [Test]
    public void Constructor_BadSettings_ThrowAndNameThem()
    {
        Assert.Multiple(() =>
        {
            Assert.That(() => new TransE(3, 1, 2, new RandomSource(1), norm: 3), Throws.TypeOf<ArgumentOutOfRangeException>().With.Message.Contains("1 or 2"));
            Assert.That(() => new TransE(3, 1, 2, new RandomSource(1), initialRange: 0), Throws.TypeOf<ArgumentOutOfRangeException>().With.Message.Contains("above 0"));
            Assert.That(() => new RotatE(3, 1, 2, new RandomSource(1), PairDistance.Manhattan), Throws.TypeOf<ArgumentOutOfRangeException>().With.Message.Contains("Modulus"));
            Assert.That(() => new RotatE(3, 1, 2, new RandomSource(1), margin: double.NaN), Throws.TypeOf<ArgumentOutOfRangeException>());
            Assert.That(() => new DistMult(0, 1, 2, new RandomSource(1)), Throws.TypeOf<ArgumentOutOfRangeException>());
            Assert.That(() => new ComplEx(3, 0, 2, new RandomSource(1)), Throws.TypeOf<ArgumentOutOfRangeException>());
            Assert.That(() => new ComplEx(3, 1, 0, new RandomSource(1)), Throws.TypeOf<ArgumentOutOfRangeException>());
        });
    }

    [Test]
    public void Forward_BadArguments_ThrowAndSayWhat()
    {
        using var scope = new TensorScope();
        Engine engine = TestEngines.Reference;
        using KnowledgeGraphModel model = Create("rgcn", engine);

        Assert.That(() => model.Forward(Ids(engine, 0, 1), Ids(engine, 0), Ids(engine, 1, 0)), Throws.ArgumentException.With.Message.Contains("one length"));
        Assert.That(() => model.Forward(Ids(engine, 0), Ids(engine, 0), Ids(engine, 1)), Throws.ArgumentException.With.Message.Contains("Prepare"));
    }

    private static KnowledgeGraphModel Create(string name, Engine engine)
    {
        var random = new RandomSource(4);
        KnowledgeGraphModel model = name switch
        {
            "transe1" => new TransE(6, 2, 4, random),
            "transe2" => new TransE(6, 2, 4, random, norm: 2),
            "transe-free" => new TransE(6, 2, 4, random, normalize: false, initialRange: 0.5),
            "distmult" => new DistMult(6, 2, 4, random),
            "complex" => new ComplEx(6, 2, 3, random),
            "rotate" => new RotatE(6, 2, 3, random),
            "rotate-modulus" => new RotatE(6, 2, 3, random, PairDistance.Modulus, margin: 2, initialRange: 0.7),
            _ => new RgcnDistMult(6, 2, 4, 3, random),
        };
        model.MoveTo(engine);
        return model;
    }

    private static Adjacency? Prepare(KnowledgeGraphModel model, Engine engine)
    {
        using Graph edges = Graph.FromEdges(6, [0, 1, 2, 1, 2, 3], [1, 2, 3, 0, 1, 2]);
        using Graph facts = edges.WithEdgeColumn(ColumnNames.EdgeType, Tensor.Create([0, 1, 0, 2, 3, 2], 6, engine));
        return model.Prepare(facts);
    }

    private static KnowledgeGraphModel Create(GoldenCase golden)
    {
        (int entities, int relations, int channels) = (golden.IntegerArgument("num_nodes", 0), golden.IntegerArgument("num_relations", 0), golden.IntegerArgument("hidden_channels", 0));
        var random = new RandomSource(1);
        return golden.Name.Split('_')[0] switch
        {
            "transe" => new TransE(entities, relations, channels, random, (int)golden.NumberArgument("p_norm", 1)),
            "distmult" => new DistMult(entities, relations, channels, random),
            "complex" => new ComplEx(entities, relations, channels, random),
            _ => new RotatE(entities, relations, channels, random, margin: golden.NumberArgument("margin", 1)),
        };
    }

    private static Tensor Ids(Engine engine, params int[] ids) => Tensor.Create(ids, ids.Length, engine);
}
