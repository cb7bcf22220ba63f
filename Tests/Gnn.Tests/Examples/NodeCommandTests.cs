using System.Text.Json;
using Gnn.Testing;
using NUnit.Framework;

namespace Gnn.Tests.Examples;

[TestFixture]
internal sealed class NodeCommandTests
{
    [Test]
    public void Node_WithoutOptions_LearnsKarate()
    {
        CommandLine command = CommandLine.Run("node", "--json");

        Assert.That(command.ExitCode, Is.Zero, command.Error);
        using JsonDocument json = JsonDocument.Parse(command.LastLine);
        JsonElement root = json.RootElement;
        Assert.That(command.Output.Trim(), Does.Not.Contain("\n"), "with --json standard output holds the object alone");
        Assert.That(root.GetProperty("task").GetString(), Is.EqualTo("node"));
        Assert.That(root.GetProperty("dataset").GetString(), Is.EqualTo("karate"));
        Assert.That(root.GetProperty("model").GetString(), Is.EqualTo("gcn"));
        Assert.That(root.GetProperty("engine").GetString(), Is.EqualTo("cpu"));
        Assert.That(root.GetProperty("runs").GetInt32(), Is.EqualTo(1));
        Assert.That(root.GetProperty("epochs").GetInt32(), Is.EqualTo(200));
        Assert.That(root.GetProperty("test_accuracy_mean").GetDouble(), Is.GreaterThan(0.8), "two labels are enough to tell the factions apart");
        Assert.That(root.GetProperty("test_accuracy_mean").GetDouble(), Is.GreaterThan(root.GetProperty("majority_class_accuracy").GetDouble()));
        Assert.That(root.GetProperty("median_step_ms").GetDouble(), Is.GreaterThan(0));
        Assert.That(root.GetProperty("median_epoch_ms").GetDouble(), Is.GreaterThanOrEqualTo(root.GetProperty("median_step_ms").GetDouble()));
        Assert.That(root.GetProperty("peak_memory_mb").GetDouble(), Is.GreaterThan(1));
        Assert.That(root.GetProperty("parameters_sha256").GetString(), Has.Length.EqualTo(64));
        foreach (string name in (string[])["threads", "seed", "test_accuracy_std", "val_accuracy_mean", "train_seconds", "versions"])
        {
            Assert.That(root.TryGetProperty(name, out _), Is.True, name);
        }
    }

    [Test]
    public void Node_CheckpointOfManyRunsOrOfNoTraining_SaysWhatToDo()
    {
        using var folder = new ScratchFolder();
        CommandLine many = CommandLine.Run("node", "--runs", "2", "--checkpoint", folder["run"]);
        CommandLine none = CommandLine.Run("node", "--model", "label-propagation", "--checkpoint", folder["run"]);
        CommandLine nowhere = CommandLine.Run("node", "--checkpoint", folder["missing/run"]);

        Assert.That((many.ExitCode, none.ExitCode), Is.EqualTo((2, 2)));
        Assert.That(nowhere.ExitCode, Is.EqualTo(2));
        Assert.That(nowhere.Error, Does.Contain("does not exist"), "before an hour of training, not after it");
        Assert.That(many.Error, Does.Contain("one run").And.Contain("gnn reproduce"));
        Assert.That(none.Error, Does.Contain("--checkpoint"));
    }

    [Test]
    public void Node_SameSeedAtSeveralThreadCounts_GivesTheSameParameters()
    {
        string[] hashes = [.. new[] { "1", "2", "3", "8" }.Select(threads => Hash("node", "--epochs", "50", "--threads", threads, "--json"))];

        Assert.That(hashes, Is.All.EqualTo(hashes[0]));
        Assert.That(Hash("node", "--epochs", "50", "--seed", "1", "--json"), Is.Not.EqualTo(hashes[0]), "another seed gives other parameters");
    }

    [TestCase("gcn")]
    [TestCase("sage")]
    [TestCase("gin")]
    [TestCase("gat")]
    [TestCase("mlp")]
    public void Node_EveryModelOnEveryEngine_Trains(string model)
    {
        foreach (string engine in (string[])["cpu", "reference"])
        {
            CommandLine command = CommandLine.Run("node", "--model", model, "--engine", engine, "--epochs", "5", "--hidden", "4");

            Assert.That(command.ExitCode, Is.Zero, command.Error);
            Assert.That(command.Output, Does.Contain("test accuracy"));
            Assert.That(command.Error, Is.Empty);
        }
    }

    [TestCase("gcn")]
    [TestCase("sage --aggregation max")]
    [TestCase("sage --aggregation sum")]
    [TestCase("gat")]
    [TestCase("gcn --sampler labor")]
    [TestCase("sage --sampler shadow")]
    public void Node_Batches_TrainAndSayHowLongTheyWereWaitedFor(string model)
    {
        string[] args = ["node", "--model", .. model.Split(' '), "--batch-size", "4", "--fanout", "5,-1", "--epochs", "3", "--workers", "2", "--json"];
        CommandLine command = CommandLine.Run(args);

        Assert.That(command.ExitCode, Is.Zero, command.Error);
        using JsonDocument json = JsonDocument.Parse(command.LastLine);
        Assert.That(json.RootElement.GetProperty("wait_share").GetDouble(), Is.InRange(0, 1));
        Assert.That(Hash(args), Is.EqualTo(Hash([.. args, "--inference-batch", "7"])), "nothing is chosen differently");
        Assert.That(Hash(args), Is.Not.EqualTo(Hash([.. args, "--seed", "1"])));
    }

    [TestCase("--fanout 5", "--fanout is about batches")]
    [TestCase("--sampler labor", "--sampler is about batches")]
    [TestCase("--batch-size 4 --fanout 5", "--fanout names 1 hops, but the model has 2 layers")]
    [TestCase("--batch-size 4 --sampler walk", "--sampler takes one of neighbor, labor, shadow, got 'walk'")]
    [TestCase("--aggregation max", "--aggregation is about sage, and the model is gcn")]
    public void Node_BadBatches_EndsInTwo(string args, string expected)
    {
        CommandLine command = CommandLine.Run(["node", .. args.Split(' ')]);

        Assert.That(command.ExitCode, Is.EqualTo(2));
        Assert.That(command.Error, Does.Contain(expected));
    }

    [Test]
    public void Node_Runs_ReportsMeanAndDeviationAndWritesPredictionsOfEveryRun()
    {
        using var folder = new ScratchFolder();
        string file = folder["predictions.csv"];

        CommandLine command = CommandLine.Run("node", "--runs", "3", "--epochs", "20", "--predictions", file, "--json");

        Assert.That(command.ExitCode, Is.Zero, command.Error);
        string[] lines = File.ReadAllLines(file);
        Assert.That(lines[0], Is.EqualTo("run,node,class"));
        Assert.That(lines, Has.Length.EqualTo(1 + (3 * 24)), "24 test nodes a run");
        Assert.That(lines.Skip(1).Select(line => line.Split(',')[0]).Distinct(), Is.EqualTo(new[] { "0", "1", "2" }));
        Assert.That(lines.Skip(1).Select(line => line.Split(',')[2]), Is.All.AnyOf("0", "1"));
    }

    [Test]
    public void Predict_SavedModel_GivesTheTestPredictionsOfTheRun()
    {
        using var folder = new ScratchFolder();
        string model = folder["karate.safetensors"];
        string tested = folder["tested.csv"];
        string all = folder["all.csv"];

        CommandLine trained = CommandLine.Run("node", "--epochs", "30", "--save", model, "--predictions", tested);
        CommandLine predicted = CommandLine.Run("predict", "--model", model, "--dataset", "karate", "--out", all);
        CommandLine printed = CommandLine.Run("predict", "--model", model, "--dataset", "karate");

        Assert.That(trained.ExitCode, Is.Zero, trained.Error);
        Assert.That(predicted.ExitCode, Is.Zero, predicted.Error);
        string[] lines = File.ReadAllLines(all);
        Assert.That(lines[0], Is.EqualTo("node,class,p0,p1"));
        Assert.That(lines, Has.Length.EqualTo(35));
        Assert.That(printed.Output.TrimEnd().Split('\n').Select(line => line.TrimEnd('\r')), Is.EqualTo(lines), "the same without a file");
        Dictionary<string, string> classes = lines.Skip(1).Select(line => line.Split(',')).ToDictionary(parts => parts[0], parts => parts[1]);
        foreach (string[] parts in File.ReadAllLines(tested).Skip(1).Select(line => line.Split(',')))
        {
            Assert.That(classes[parts[1]], Is.EqualTo(parts[2]), $"node {parts[1]}");
        }

        foreach (double[] probabilities in lines.Skip(1).Select(line => line.Split(',').Skip(2).Select(double.Parse).ToArray()))
        {
            Assert.That(probabilities.Sum(), Is.EqualTo(1).Within(1e-5));
        }
    }

    [Test]
    public void Info_Karate_CountsWhatIsPublished()
    {
        CommandLine command = CommandLine.Run("info", "--dataset", "karate", "--json");

        Assert.That(command.ExitCode, Is.Zero, command.Error);
        using JsonDocument json = JsonDocument.Parse(command.LastLine);
        JsonElement root = json.RootElement;
        Assert.That(root.GetProperty("nodes").GetInt32(), Is.EqualTo(34));
        Assert.That(root.GetProperty("edges").GetInt32(), Is.EqualTo(156));
        Assert.That(root.GetProperty("features").GetInt32(), Is.EqualTo(34));
        Assert.That(root.GetProperty("class_counts").EnumerateArray().Select(count => count.GetInt32()), Is.EqualTo(new[] { 17, 17 }));
        Assert.That(root.GetProperty("in_degree").GetProperty("max").GetInt32(), Is.EqualTo(17));
        Assert.That(root.GetProperty("components").GetInt32(), Is.EqualTo(1));
        Assert.That(root.GetProperty("triangles").GetInt32(), Is.EqualTo(45));
        Assert.That(root.GetProperty("max_core").GetInt32(), Is.EqualTo(4));
        Assert.That(root.GetProperty("clustering").GetDouble(), Is.EqualTo(0.5706384782076823).Within(1e-12));
        Assert.That(root.GetProperty("adjusted_homophily").GetDouble(), Is.EqualTo(0.7175308641975308).Within(1e-12));
        Assert.That(root.GetProperty("split").GetProperty("test").GetInt32(), Is.EqualTo(24));
        Assert.That(CommandLine.Run("info", "--dataset", "karate").Output, Does.Contain("homophily"));
    }

    private static string Hash(params string[] args)
    {
        CommandLine command = CommandLine.Run(args);
        Assert.That(command.ExitCode, Is.Zero, command.Error);
        using JsonDocument json = JsonDocument.Parse(command.LastLine);
        return json.RootElement.GetProperty("parameters_sha256").GetString()!;
    }
}
