using Gnn.Graphs;
using Gnn.Graphs.Splits;
using Gnn.Layers;
using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Testing;
using Gnn.Training;
using Gnn.Training.KnowledgeGraphs;
using NUnit.Framework;

namespace Gnn.Tests.Training.KnowledgeGraphs;

[TestFixture]
internal sealed class FactTaskTests
{
    private static readonly IndexSplit Split = Cycles.Split();

    [Test]
    public void Steps_OfAnEpoch_AskEveryQuestionOnce()
    {
        using var model = new ComplEx(Cycles.Entities, 6, 3, new RandomSource(1));
        using Graph graph = Cycles.Graph();
        var parts = new KnowledgeGraphParts(graph, Split);
        using var task = new FactTask(model, Engine.Default, parts, new KnowledgeGraphOptions { BatchSize = 32 });

        int[][] steps = [.. task.Steps(1)];

        Assert.That(steps.SelectMany(step => step).Order(), Is.EqualTo(Enumerable.Range(0, 2 * parts.Train.Count)));
        Assert.That(steps.Select(step => step.Length), Is.EqualTo(new[] { 32, 32, 32, 32, 12 }));
        Assert.That(steps[0], Is.Not.EqualTo(task.Steps(2).First()));
    }

    [Test]
    public void Loss_Gradients_AreCentralDifferences([Values] KnowledgeGraphLoss loss, [Values("complex", "rotate", "transe")] string name)
    {
        Engine engine = TestEngines.Reference;
        using Graph graph = Cycles.Graph();
        bool isReciprocal = loss == KnowledgeGraphLoss.Softmax;
        using KnowledgeGraphModel model = Create(name, isReciprocal ? 6 : 3);
        model.MoveTo(engine);
        var options = new KnowledgeGraphOptions
        {
            Loss = loss,
            Reciprocal = isReciprocal,
            Negatives = 5,
            SharedBy = 4,
            Gamma = 1.5,
            Temperature = loss == KnowledgeGraphLoss.SelfAdversarial ? 0 : 1,
            Regularization = name == "complex" ? 0.3 : 0,
        };
        using var task = new FactTask(model, engine, new KnowledgeGraphParts(graph, Split), options);
        int[] places = [0, 3, 70, 71, 90, 5];

        GradientCheck.Run(
            () => task.Loss(ForwardContext.Inference, [.. places], new RandomSource(2)), [.. model.Parameters().Select(parameter => parameter.Value)]);
    }

    [Test]
    public void Loss_SelfAdversarial_IsThePaperFormula()
    {
        Engine engine = TestEngines.Reference;
        using var scope = new TensorScope();
        using Graph graph = Cycles.Graph();
        using KnowledgeGraphModel model = Create("rotate", 3);
        model.MoveTo(engine);
        var options = new KnowledgeGraphOptions
        {
            Loss = KnowledgeGraphLoss.SelfAdversarial,
            Reciprocal = false,
            Negatives = 40,
            SharedBy = 3,
            Gamma = 1.5,
            Temperature = 0.7,
        };
        var parts = new KnowledgeGraphParts(graph, Split);
        using var task = new FactTask(model, engine, parts, options);
        var questions = FactQueries.Of(parts.Train);
        int[] places = [2, 6, 70, 95];

        double loss = task.Loss(ForwardContext.Inference, [.. places], new RandomSource(2)).Item();

        // The groups are of three questions and of one; those for tails come first.
        int[] negatives = new int[80];
        RandomSequence draws = new RandomSource(2).Sequence();
        for (int i = 0; i < negatives.Length; i++)
        {
            negatives[i] = draws.NextInt32(Cycles.Entities);
        }

        double expected = 0;
        int masked = 0;
        for (int row = 0; row < places.Length; row++)
        {
            int place = places[row];
            double[] wrong = [.. negatives.Skip(row / 3 * 40).Take(40).Where(IsFalse).Select(Score)];
            masked += 40 - wrong.Length;
            double total = wrong.Sum(score => Math.Exp(0.7 * score));
            expected += Softplus(-(1.5 + Score(questions.Answers[place]))) / 8;
            expected += wrong.Sum(score => Math.Exp(0.7 * score) / total * Softplus(1.5 + score)) / 8;

            double Score(int candidate)
            {
                int anchor = questions.Anchors[place];
                (int head, int tail) = questions.AsksHeads[place] ? (candidate, anchor) : (anchor, candidate);
                return model.Forward(Id(head), Id(questions.Relations[place]), Id(tail)).Item() - model.Offset;
            }

            bool IsFalse(int candidate) => !Enumerable.Range(0, questions.Count).Any(other =>
                questions.AsksHeads[other] == questions.AsksHeads[place] && questions.Anchors[other] == questions.Anchors[place]
                && questions.Relations[other] == questions.Relations[place] && questions.Answers[other] == candidate);
        }

        Assert.That(masked, Is.Positive, "some negatives are true");
        Assert.That(loss, Is.EqualTo(expected).Within(1e-9));

        Tensor Id(int value) => Tensor.Create([value], 1, engine);
    }

    [Test]
    public void Loss_Softmax_IsTheCrossEntropyAndTheCubes()
    {
        Engine engine = TestEngines.Reference;
        using var scope = new TensorScope();
        using Graph graph = Cycles.Graph();
        using KnowledgeGraphModel model = Create("complex", 6);
        model.MoveTo(engine);
        var parts = new KnowledgeGraphParts(graph, Split);
        using var task = new FactTask(model, engine, parts, new KnowledgeGraphOptions { Regularization = 0.25 });
        var questions = FactQueries.Of(parts.Train);
        int[] places = [2, 70, 95];

        double loss = task.Loss(ForwardContext.Inference, [.. places], new RandomSource(2)).Item();

        double expected = 0;
        foreach (int place in places)
        {
            int relation = questions.Relations[place] + (questions.AsksHeads[place] ? 3 : 0);
            Tensor anchor = Id(questions.Anchors[place]);
            double[] scores = [.. Enumerable.Range(0, Cycles.Entities).Select(candidate => model.Forward(anchor, Id(relation), Id(candidate)).Item())];
            expected += (Math.Log(scores.Sum(Math.Exp)) - scores[questions.Answers[place]]) / 3;
            Tensor ends = model.Entities(ForwardContext.Inference, null, Tensor.Create([questions.Anchors[place], questions.Answers[place]], 2, engine));
            expected += 0.25 / 3 * (model.Cubes(ends).Sum() + model.Cubes(model.Relations(Id(relation))).Sum()).Item();
        }

        Assert.That(loss, Is.EqualTo(expected).Within(1e-9));

        Tensor Id(int value) => Tensor.Create([value], 1, engine);
    }

    private static KnowledgeGraphModel Create(string name, int relations) => name switch
    {
        "complex" => new ComplEx(Cycles.Entities, relations, 3, new RandomSource(6)),
        "rotate" => new RotatE(Cycles.Entities, relations, 3, new RandomSource(6), PairDistance.Modulus, initialRange: 0.5),
        _ => new TransE(Cycles.Entities, relations, 3, new RandomSource(6), normalize: false, initialRange: 0.5),
    };

    private static double Softplus(double x) => Math.Log(1 + Math.Exp(x));
}
