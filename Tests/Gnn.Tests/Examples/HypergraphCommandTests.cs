using System.Text.Json;
using Gnn.Testing;
using NUnit.Framework;

namespace Gnn.Tests.Examples;

[TestFixture]
internal sealed class HypergraphCommandTests
{
    private static readonly string[] Quick = ["--hidden", "8", "--epochs", "3"];

    [TestCase("hgnn")]
    [TestCase("hypergraph-attention")]
    [TestCase("unigcn")]
    [TestCase("all-deep-sets")]
    [TestCase("allset")]
    [TestCase("mlp")]
    [TestCase("clique-gcn")]
    [TestCase("star-gcn")]
    public void Hypergraph_EveryModel_Trains(string model)
    {
        CommandLine command = Run([.. Quick, "--model", model, "--no-baselines", "--json"]);

        Assert.That(command.ExitCode, Is.Zero, command.Error);
        JsonElement json = JsonDocument.Parse(command.LastLine).RootElement;
        Assert.That(json.GetProperty("model").GetString(), Is.EqualTo(model));
        Assert.That(json.GetProperty("test_accuracy_mean").GetDouble(), Is.InRange(0, 1));
        Assert.That(json.GetProperty("baselines").EnumerateObject(), Is.Empty);
    }

    [Test]
    public void Hypergraph_GivenSplits_PrintsTheBaselinesAndThatNothingIsChosen()
    {
        CommandLine command = Run("--epochs", "10", "--runs", "2", "--json");

        Assert.That(command.ExitCode, Is.Zero, command.Error);
        JsonElement json = JsonDocument.Parse(command.LastLine).RootElement;
        Assert.That(json.GetProperty("task").GetString(), Is.EqualTo("hypergraph"));
        Assert.That(json.GetProperty("protocol").GetString(), Is.EqualTo("given low-label splits"));
        Assert.That(json.GetProperty("val_accuracy_mean").ValueKind, Is.EqualTo(JsonValueKind.Null));
        Assert.That(json.GetProperty("test_accuracy_mean").GetDouble(), Is.GreaterThan(0.4), "a random class is right for a seventh");
        JsonElement baselines = json.GetProperty("baselines");
        Assert.That(baselines.EnumerateObject().Select(baseline => baseline.Name), Is.EqualTo(new[] { "mlp", "clique-gcn", "star-gcn" }));
        Assert.That(baselines.EnumerateObject().Select(baseline => baseline.Value.GetProperty("test_accuracy_mean").GetDouble()), Is.All.InRange(0.15, 1));
        Assert.That(command.Error, Does.Contain("split 1: 140 nodes train, 0 validate, 2568 test").And.Contains("split 2:"));
        Assert.That(command.Error, Does.Contain("nothing is chosen: all 10 epochs are run").And.Contains("clique-gcn (baseline)").And.Contains("1274 of them in no hyperedge"));
    }

    [Test]
    public void Hypergraph_RandomSplit_NamesTheOtherProtocolAndChoosesByValidation()
    {
        CommandLine command = Run([.. Quick, "--random-split", "--no-baselines", "--json"]);

        Assert.That(command.ExitCode, Is.Zero, command.Error);
        JsonElement json = JsonDocument.Parse(command.LastLine).RootElement;
        Assert.That(json.GetProperty("protocol").GetString(), Is.EqualTo("random 50/25/25"));
        Assert.That(json.GetProperty("val_accuracy_mean").GetDouble(), Is.InRange(0, 1));
        Assert.That(command.Error, Does.Contain("1354 nodes train, 677 validate, 677 test").And.Contains("not comparable"));
    }

    [Test]
    public void Hypergraph_HoldOut_ChoosesByTrainingNodesAndTrainsAnew()
    {
        CommandLine command = Run([.. Quick, "--hold-out", "0.25", "--split", "9", "--no-baselines", "--json"]);

        Assert.That(command.ExitCode, Is.Zero, command.Error);
        JsonElement json = JsonDocument.Parse(command.LastLine).RootElement;
        Assert.That(json.GetProperty("val_accuracy_mean").GetDouble(), Is.InRange(0, 1));
        Assert.That(json.GetProperty("selection").GetString(), Does.Contain("25 % of the training nodes").And.Contains("train anew"));
        Assert.That(command.Error, Does.Contain("split 10: 140 nodes train"), "all of them train in the end");
    }

    [Test]
    public void Hypergraph_SameSeed_GivesTheSameParameters()
    {
        string[] hashes = [.. Enumerable.Range(0, 2).Select(_ => JsonDocument.Parse(
            Run([.. Quick, "--random-split", "--model", "allset", "--no-baselines", "--json"]).LastLine).RootElement.GetProperty("parameters_sha256").GetString()!)];

        Assert.That(hashes[1], Is.EqualTo(hashes[0]));
    }

    [TestCase("--split", "2", "--split")]
    [TestCase("--hold-out", "0.2", "--hold-out")]
    public void Hypergraph_OptionOfTheGivenSplits_WithRandomOnes_IsBadUsage(string option, string value, string named)
    {
        CommandLine command = CommandLine.Run("hypergraph", "--random-split", option, value);

        Assert.That(command.ExitCode, Is.EqualTo(2));
        Assert.That(command.Error, Does.Contain(named).And.Contains("--random-split"));
    }

    [Test]
    public void Hypergraph_WhatDoesNotFit_IsBadUsage()
    {
        CommandLine heads = CommandLine.Run("hypergraph", "--model", "hgnn", "--heads", "2");
        CommandLine split = Run("--split", "10");

        Assert.That((heads.ExitCode, split.ExitCode), Is.EqualTo((2, 2)));
        Assert.That(heads.Error, Does.Contain("hypergraph-attention and allset"));
        Assert.That(split.Error, Does.Contain("from 0 to 9"));
    }

    [Test]
    public void Hypergraph_FilesWithoutFeatures_AreRefusedWithTheCure()
    {
        // The public files but for the features, which not every copy of them has.
        using var folder = new ScratchFolder();
        string copy = folder["hypergcn/cocitation/pubmed"];
        Directory.CreateDirectory(copy);
        foreach (string name in (string[])["hypergraph.pickle", "labels.pickle"])
        {
            File.Copy(Path.Combine(SharedData.Require("hypergcn/cocitation/pubmed"), name), Path.Combine(copy, name));
        }

        CommandLine command = CommandLine.Run("hypergraph", "--data", folder.Path, "--dataset", "cocitation-pubmed");

        Assert.That(command.ExitCode, Is.EqualTo(2));
        Assert.That(command.Error, Does.Contain("features.pickle"));
    }

    private static CommandLine Run(params string[] args)
    {
        string data = Path.GetFullPath(Path.Combine(SharedData.Require("hypergcn/cocitation/cora"), "..", "..", ".."));
        return CommandLine.Run(["hypergraph", "--data", data, .. args]);
    }
}
