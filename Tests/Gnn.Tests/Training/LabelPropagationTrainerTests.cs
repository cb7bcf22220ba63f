using Gnn.Graphs;
using Gnn.Graphs.Splits;
using Gnn.Layers;
using Gnn.Layers.Models;
using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Testing;
using Gnn.Training;
using Gnn.Training.Losses;
using Gnn.Training.Optimizers;
using NUnit.Framework;

namespace Gnn.Tests.Training;

/// <summary>What spreads labels knows those of training nodes, and no others.</summary>
[TestFixtureSource(typeof(TestEngines), nameof(TestEngines.All))]
internal sealed class LabelPropagationTrainerTests(Engine engine)
{
    [Test]
    public void Fit_Communities_FindsThemWithoutFeatures()
    {
        using Graph full = Communities.Graph(engine);
        using Graph graph = full.WithoutNodeColumn(ColumnNames.Features);

        TrainingReport report = new LabelPropagationTrainer(new LabelPropagation()).Fit(graph, Communities.Split, engine);

        Assert.Multiple(() =>
        {
            Assert.That(report.Test.Accuracy, Is.GreaterThan(0.8), "most edges are within communities");
            Assert.That(report.Train.Accuracy, Is.EqualTo(1));
            Assert.That((report.Model, report.ParameterCount, report.Epochs.Count, report.Graph.Features), Is.EqualTo((nameof(LabelPropagation), 0L, 1, 0L)));
            Assert.That(report.Epochs[0].ValidationLoss, Is.Positive.And.LessThan(10));
            Assert.That(report.TestNodes, Is.EqualTo(Communities.Split.Test.ToArray()));
        });
    }

    [Test]
    public void Fit_LabelsOfOthersShuffled_PredictsTheSame([Values] bool mends)
    {
        int[] shuffled = [.. Communities.Labels.Select((label, node) => node < Communities.Split.Train.Length ? label : (label + node) % 3)];

        Assert.That(Predictions(shuffled, mends), Is.EqualTo(Predictions(Communities.Labels, mends)));
    }

    [Test]
    public void Fit_CorrectAndSmooth_IsBetterThanTheFeaturesAlone()
    {
        using Graph graph = Communities.Graph(engine);

        double alone = TestAccuracy(graph, null);
        double mended = TestAccuracy(graph, new CorrectAndSmooth());

        Assert.That(mended, Is.GreaterThan(alone + 0.1), "features are noisy, and most edges are within communities");
    }

    [Test]
    public void Fit_WhatCannotBeSpread_IsRefused()
    {
        using Graph graph = Communities.Graph(engine);
        using Graph unlabelled = graph.WithoutNodeColumn(ColumnNames.Labels);
        using Graph halves = graph.WithLabels([.. Communities.Labels.Select(label => label % 2)], engine: engine);
        var trainer = new LabelPropagationTrainer(new LabelPropagation());
        using Mlp one = Perceptron(outputs: 1);
        using var optimizer = new Adam();

        Assert.Multiple(() =>
        {
            Assert.That(() => trainer.Fit(unlabelled, Communities.Split, engine), Throws.ArgumentException.With.Message.Contains("labels"));
            Assert.That(() => trainer.Fit(graph, new NodeSplit("none", Communities.Nodes, [], [], [1]), engine), Throws.ArgumentException.With.Message.Contains("no training node"));
            Assert.That(
                () => new NodeClassificationTrainer(one, optimizer).Fit(
                    halves, Communities.Split, new NodeClassificationOptions { Loss = new BinaryCrossEntropyWithLogits(), CorrectAndSmooth = new CorrectAndSmooth() }),
                Throws.ArgumentException.With.Message.Contains("one output"));
        });
    }

    private IReadOnlyList<int> Predictions(int[] labels, bool mends)
    {
        using Graph graph = Communities.Graph(engine, labels);
        if (!mends)
        {
            return new LabelPropagationTrainer(new LabelPropagation()).Fit(graph, Communities.Split, engine).TestPredictions;
        }

        // Validation labels may choose the epoch, and so the last one is taken.
        using Mlp model = Perceptron(Communities.Classes);
        using var optimizer = new Adam();
        return new NodeClassificationTrainer(model, optimizer).Fit(
            graph,
            Communities.Split,
            new NodeClassificationOptions { Epochs = 20, Selection = ModelSelection.Last, CorrectAndSmooth = new CorrectAndSmooth() }).TestPredictions;
    }

    private double TestAccuracy(Graph graph, CorrectAndSmooth? mending)
    {
        using Mlp model = Perceptron(Communities.Classes);
        using var optimizer = new Adam();
        return new NodeClassificationTrainer(model, optimizer)
            .Fit(graph, Communities.Split, new NodeClassificationOptions { Epochs = 40, CorrectAndSmooth = mending }).Test.Accuracy;
    }

    private Mlp Perceptron(int outputs)
    {
        var model = new Mlp(Communities.Features, 8, outputs, new RandomSource(1));
        model.MoveTo(engine);
        return model;
    }
}
