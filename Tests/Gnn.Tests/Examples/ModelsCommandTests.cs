using System.Text.Json;
using Gnn.Cli.Models;
using Gnn.Testing;
using NUnit.Framework;

namespace Gnn.Tests.Examples;

[TestFixture]
internal sealed class ModelsCommandTests
{
    private static IEnumerable<string> Names => ModelCatalog.Entries.Where(entry => entry is GraphModelEntry { Adapt: null }).Select(entry => entry.Name);

    [Test]
    public void Models_All_AreListedWithTheirPapers()
    {
        var run = CommandLine.Run("models");

        Assert.That(run.ExitCode, Is.Zero, run.Error);
        foreach (ModelEntry entry in ModelCatalog.Entries)
        {
            Assert.That(run.Output, Does.Contain(entry.Name));
        }

        Assert.That(run.Output, Does.Contain("Kipf and Welling").And.Contain("64, 64, 0.6"));
    }

    [TestCaseSource(nameof(Names))]
    public void Node_EveryModel_TrainsOnTheKarateClub(string name)
    {
        var run = CommandLine.Run("node", "--model", name, "--hidden", "16", "--epochs", "100", "--json");

        Assert.That(run.ExitCode, Is.Zero, run.Error);
        using var json = JsonDocument.Parse(run.LastLine);
        Assert.That(json.RootElement.GetProperty("model").GetString(), Is.EqualTo(name));

        // Without edges there is nothing to learn: the club's features are who a node is.
        double least = name.EndsWith("mlp", StringComparison.Ordinal) ? 0.1 : 0.5;
        Assert.That(json.RootElement.GetProperty("test_accuracy_mean").GetDouble(), Is.GreaterThan(least));
    }

    [TestCase("sheaf-diag")]
    [TestCase("sheaf-o")]
    [TestCase("sheaf-general")]
    public void Node_SheafModels_LearnTexas(string name)
    {
        string data = Path.GetDirectoryName(SharedData.Require("geom-gcn"))!;
        string[] texas = ["node", "--dataset", "texas", "--data", data, "--split", "0", "--epochs", "60"];
        var run = CommandLine.Run([.. texas, "--model", name, "--hidden", "8", "--dropout", "0.2", "--lr", "0.02", "--weight-decay", "5e-3", "--json"]);
        var wrong = CommandLine.Run("node", "--model", name, "--stalk", "33");

        Assert.That(run.ExitCode, Is.Zero, run.Error);
        using var json = JsonDocument.Parse(run.LastLine);
        Assert.That(json.RootElement.GetProperty("val_accuracy_mean").GetDouble(), Is.GreaterThan(0.6), "the largest class has 0.53 of the nodes");
        Assert.That(wrong.ExitCode, Is.EqualTo(2));
        Assert.That(wrong.Error, Does.Contain("to 32"));
    }

    [Test]
    public void Node_SheafOptions_AreTakenWhereTheyFit()
    {
        string[] all = ["--second-linear", "--low-pass", "--high-pass", "--sum-stalks", "--sheaf-decay", "2", "--no-left-weights", "--no-right-weights"];
        var run = CommandLine.Run(["node", "--model", "sheaf-o", "--stalk", "2", "--epochs", "3", .. all, "--no-edge-weights", "--cayley", "--json"]);
        var wrong = CommandLine.Run("node", "--model", "sheaf-diag", "--cayley");

        Assert.That(run.ExitCode, Is.Zero, run.Error);
        Assert.That(wrong.ExitCode, Is.EqualTo(2));
        Assert.That(wrong.Error, Does.Contain("--cayley is about sheaf-o"));
    }

    [Test]
    public void Node_Rgcn_TakesEdgeTypesAndSaysSoWhereThereAreNone()
    {
        var without = CommandLine.Run("node", "--model", "rgcn");
        string data = Path.GetDirectoryName(SharedData.Require("rgcn"))!;
        var run = CommandLine.Run("node", "--dataset", "aifb", "--data", data, "--model", "rgcn", "--epochs", "20", "--json");

        Assert.That(without.ExitCode, Is.EqualTo(2));
        Assert.That(without.Error, Does.Contain("edge types"));
        Assert.That(run.ExitCode, Is.Zero, run.Error);
        using var json = JsonDocument.Parse(run.LastLine);
        Assert.That(json.RootElement.GetProperty("test_accuracy_mean").GetDouble(), Is.GreaterThan(0.8));
    }

    [Test]
    public void Predict_Rgcn_AddsInverseRelationsAsTheRunDid()
    {
        string data = Path.GetDirectoryName(SharedData.Require("rgcn"))!;
        using var folder = new ScratchFolder();
        var run = CommandLine.Run(
            "node", "--dataset", "aifb", "--data", data, "--model", "rgcn", "--epochs", "5", "--save", folder["m.safetensors"], "--predictions", folder["tested.csv"]);
        var later = CommandLine.Run("predict", "--dataset", "aifb", "--data", data, "--model", folder["m.safetensors"], "--out", folder["all.csv"]);

        Assert.That(run.ExitCode, Is.Zero, run.Error);
        Assert.That(later.ExitCode, Is.Zero, later.Error);
        Dictionary<string, string> classes = File.ReadAllLines(folder["all.csv"]).Skip(1).Select(line => line.Split(',')).ToDictionary(row => row[0], row => row[1]);
        string[][] tested = [.. File.ReadAllLines(folder["tested.csv"]).Skip(1).Select(line => line.Split(','))];
        Assert.That(tested.Select(row => classes[row[1]]), Is.EqualTo(tested.Select(row => row[2])));
    }

    [Test]
    public void Node_LabelPropagation_KnowsTheTrainingLabelsAlone()
    {
        var run = CommandLine.Run("node", "--model", "label-propagation", "--hops", "20", "--alpha", "0.2", "--json");

        Assert.That(run.ExitCode, Is.Zero, run.Error);
        using var json = JsonDocument.Parse(run.LastLine);
        Assert.That(json.RootElement.GetProperty("test_accuracy_mean").GetDouble(), Is.GreaterThan(0.8), "friends of the club's two heads follow them");
        Assert.That(json.RootElement.GetProperty("epochs").GetInt32(), Is.EqualTo(1));
    }

    [TestCase("label-propagation", "--epochs", "3", "has nothing to train")]
    [TestCase("label-propagation", "--hidden", "3", "has none")]
    [TestCase("label-propagation", "--save", "m.safetensors", "--predictions")]
    [TestCase("correct-and-smooth", "--save", "m.safetensors", "--predictions")]
    [TestCase("hgt", "--batch-size", "3", "takes the whole graph")]
    [TestCase("hgt", "--metapaths", "a-b-a", "is about han")]
    [TestCase("han", "--heads", "2", "takes a heterogeneous graph")]
    public void Node_OptionThatIsOfNoUseToTheModel_IsRefused(string model, string option, string value, string message)
    {
        var run = CommandLine.Run("node", "--model", model, option, value);

        Assert.That(run.ExitCode, Is.EqualTo(2));
        Assert.That(run.Error, Does.Contain(message).And.Contain(model));
    }

    [TestCase("han", "--metapaths paper-author-paper", 0.75)]
    [TestCase("hgt", "--raw-features --lr 0.01 --layers 1", 0.65)]
    public void Node_ModelOfAHeterogeneousGraph_LearnsPapers(string model, string options, double least)
    {
        string data = Path.GetDirectoryName(SharedData.Require("hetero"))!;
        var run = CommandLine.Run(["node", "--dataset", "acm-heco", "--data", data, "--model", model, .. options.Split(' '), "--epochs", "40", "--json"]);

        Assert.That(run.ExitCode, Is.Zero, run.Error);
        Assert.That(run.Error, Does.Contain("split paper 20 per class: 60 train"));
        using var json = JsonDocument.Parse(run.LastLine);
        Assert.That(json.RootElement.GetProperty("test_accuracy_mean").GetDouble(), Is.GreaterThan(least), "half of the papers are of one class");
    }

    [TestCase("gcn", "", "'gnn node' learns this one with the models han and hgt")]
    [TestCase("hgt", "--node-type author", "have labels are: paper")]
    [TestCase("han", "--layers 2", "han has one layer")]
    [TestCase("han", "--metapaths paper-term-paper", "0 types of edges from 'paper' to 'term'")]
    [TestCase("han", "--metapaths author-paper-author", "paths lead from 'paper' to 'paper'")]
    public void Node_WhatAHeterogeneousGraphHasNot_IsRefused(string model, string options, string message)
    {
        string data = Path.GetDirectoryName(SharedData.Require("hetero"))!;
        var run = CommandLine.Run(["node", "--dataset", "acm-heco", "--data", data, "--model", model, .. options.Split(' ', StringSplitOptions.RemoveEmptyEntries)]);

        Assert.That(run.ExitCode, Is.EqualTo(2));
        Assert.That(run.Error, Does.Contain(message));
    }

    [Test]
    public void Node_NormResidualJumping_AreThoseOfTheModel()
    {
        var run = CommandLine.Run(
            "node", "--model", "sage", "--layers", "3", "--norm", "batch", "--residual", "linear", "--jumping", "concatenate", "--input-map", "--metric", "roc-auc",
            "--schedule", "cosine", "--clip", "1", "--raw-features", "--epochs", "20", "--json");

        Assert.That(run.ExitCode, Is.Zero, run.Error);
        using var json = JsonDocument.Parse(run.LastLine);
        Assert.That(json.RootElement.GetProperty("test_roc_auc_mean").GetDouble(), Is.InRange(0.5, 1));
    }

    [Test]
    public void Node_OptionOfOtherModels_IsRefusedWithTheirNames()
    {
        var run = CommandLine.Run("node", "--model", "gcn", "--hops", "3");

        Assert.That(run.ExitCode, Is.EqualTo(2));
        Assert.That(run.Error, Does.Contain("--hops is about appnp, dagnn, label-propagation").And.Contain("gcn"));
    }
}
