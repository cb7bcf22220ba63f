using Gnn.Graphs;
using Gnn.Graphs.Heterogeneous;
using Gnn.Graphs.Splits;
using Gnn.Layers;
using Gnn.Layers.Heterogeneous;
using Gnn.Layers.Models;
using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Tensors.Sparse;
using Gnn.Training;
using Gnn.Training.Optimizers;
using NUnit.Framework;

namespace Gnn.Tests.Training;

[TestFixture]
internal sealed class HeteroNodeClassificationTrainerTests
{
    private static readonly EdgeType Writes = new("author", "writes", "paper");
    private static readonly EdgeType WrittenBy = new("paper", "rev_writes", "author");

    private static NodeSplit Split { get; } = new("fixed", 60, [.. Enumerable.Range(0, 9)], [.. Enumerable.Range(9, 21)], [.. Enumerable.Range(30, 30)]);

    [Test]
    public void Fit_PapersOfAuthorsWithAField_LearnsThem([Values("han", "hgt")] string name)
    {
        using HeteroGraph graph = Graph();
        using Module model = Create(name, seed: 1);
        using var optimizer = new Adam(learningRate: 0.02);
        TrainingReport report = new HeteroNodeClassificationTrainer(model, optimizer).Fit(graph, Split, epochs: 60);

        Assert.That(report.Test.Accuracy, Is.GreaterThan(0.9), "the authors of a paper tell its class");
        Assert.That((report.Model, report.Graph.Nodes, report.Graph.Edges), Is.EqualTo((model.GetType().Name, 75, 240L)));
        Assert.That((report.Graph.Features, report.Graph.Classes), Is.EqualTo((4L, 3)));
    }

    [Test]
    public void Fit_SameSeed_GivesTheSameParameters()
    {
        string[] hashes = new string[2];
        for (int run = 0; run < 2; run++)
        {
            using HeteroGraph graph = Graph();
            using Module model = Create("hgt", seed: 2);
            using var optimizer = new Adam(learningRate: 0.02);
            hashes[run] = new HeteroNodeClassificationTrainer(model, optimizer).Fit(graph, Split, epochs: 5).ParameterHash;
        }

        Assert.That(hashes[1], Is.EqualTo(hashes[0]));
    }

    [Test]
    public void Fit_WhatDoesNotFit_IsRefused()
    {
        using HeteroGraph graph = Graph();
        using HeteroGraph unlabelled = graph.WithoutNodeColumn("paper", ColumnNames.Labels);
        using HeteroGraph featureless = graph.WithoutNodeColumn("author", ColumnNames.Features);
        using Module model = Create("han", seed: 1);
        using var graphModel = new Gcn(4, 4, 3, new RandomSource(1));
        using var optimizer = new Adam(learningRate: 0.02);
        var trainer = new HeteroNodeClassificationTrainer(model, optimizer);

        Assert.Multiple(() =>
        {
            Assert.That(() => new HeteroNodeClassificationTrainer(graphModel, optimizer), Throws.ArgumentException.With.Message.Contains("IHeteroModel"));
            Assert.That(() => trainer.Fit(unlabelled, Split), Throws.ArgumentException.With.Message.Contains("labels"));
            Assert.That(() => trainer.Fit(featureless, Split), Throws.TypeOf<KeyNotFoundException>().With.Message.Contains("'author'"));
            Assert.That(
                () => trainer.Fit(graph, Split, new NodeClassificationOptions { Batches = new NodeBatchOptions { Fanouts = [2] } }),
                Throws.ArgumentException.With.Message.Contains("Batches"));
        });
    }

    private static Module Create(string name, int seed)
    {
        (string Type, int Inputs)[] types = [("author", 15), ("paper", 4)];
        return name == "han"
            ? new Han(types, 8, 3, [Writes, WrittenBy], "paper", new RandomSource(seed), new HanOptions { Heads = 2 })
            : new Hgt(types, 8, 3, [Writes, WrittenBy], "paper", new RandomSource(seed), layers: 1, dropout: 0, new HgtOptions { Heads = 2 });
    }

    /// <summary>Sixty papers of three fields in turn, each by two of the five authors of its field; papers have noise as features, authors their number.</summary>
    private static HeteroGraph Graph()
    {
        var random = new RandomSource(5);
        RandomSequence draws = random.Stream("authors").Sequence();
        var authors = new List<int>();
        var papers = new List<int>();
        for (int paper = 0; paper < 60; paper++)
        {
            foreach (int place in draws.Choose(5, 2))
            {
                authors.Add((place * 3) + (paper % 3));
                papers.Add(paper);
            }
        }

        using HeteroGraph empty = HeteroGraph.Create([("author", 15), ("paper", 60)]);
        using HeteroGraph half = empty.WithEdges(Writes, authors.ToArray(), papers.ToArray());
        using HeteroGraph edges = half.WithEdges(WrittenBy, papers.ToArray(), authors.ToArray());
        using HeteroGraph known = edges.WithNodeColumn("author", ColumnNames.Features, SparseTensor.Identity(15));
        using HeteroGraph full = known.WithNodeColumn("paper", ColumnNames.Features, Tensor.Normal((60, 4), random.Stream("x"), engine: Engine.Default));
        int[] labels = [.. Enumerable.Range(0, 60).Select(paper => paper % 3)];
        return full.WithNodeColumn("paper", ColumnNames.Labels, Tensor.Create(labels, 60));
    }
}
