using System.Globalization;
using System.Text.Json;
using System.Xml.Linq;
using Gnn.Tensors;
using Gnn.Training;
using Gnn.Training.Metrics;
using Gnn.Training.Reports;
using NUnit.Framework;

namespace Gnn.Tests.Training;

internal sealed class TrainingReportTests
{
    [Test]
    public void ToString_Report_IsATable()
    {
        string table = Report().ToString();

        Assert.Multiple(() =>
        {
            Assert.That(table, Does.Contain("<Model> & Co with 1,234 parameters, Adam (learning rate 0.01, weight decay 0), seed 7"));
            Assert.That(table, Does.Contain("validation         0         -         -"));
            Assert.That(table, Does.Contain("test               3    0.6667    0.6667"));
            Assert.That(table, Does.Contain("majority           3    0.3333  always class 1"));
            Assert.That(table, Does.Contain("kept         epoch 2: the last epoch"));
            Assert.That(table, Does.Contain("median step 1.500 ms"));
            Assert.That(table, Does.Contain("process 2.0 MiB"));
        });
    }

    [Test]
    public void ToString_InAGermanCulture_IsTheSame()
    {
        string table = Report().ToString();
        CultureInfo before = CultureInfo.CurrentCulture;
        try
        {
            var german = (CultureInfo)CultureInfo.InvariantCulture.Clone();
            german.NumberFormat.NumberDecimalSeparator = ",";
            german.NumberFormat.NegativeSign = "~";
            CultureInfo.CurrentCulture = german;
            Assert.That(Report().ToString(), Is.EqualTo(table));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Test]
    public void WriteJson_Report_HasEveryPartAndNullForNaN()
    {
        using var stream = new MemoryStream();
        Report().WriteJson(stream);
        using var document = JsonDocument.Parse(stream.ToArray());
        JsonElement root = document.RootElement;

        Assert.Multiple(() =>
        {
            Assert.That(root.GetProperty("model").GetString(), Is.EqualTo("<Model> & Co"));
            Assert.That(root.GetProperty("test").GetProperty("accuracy").GetDouble(), Is.EqualTo(2.0 / 3));
            Assert.That(root.GetProperty("test").GetProperty("confusion")[1][0].GetInt32(), Is.Zero);
            Assert.That(root.GetProperty("validation").GetProperty("accuracy").ValueKind, Is.EqualTo(JsonValueKind.Null));
            Assert.That(root.GetProperty("epochs").GetArrayLength(), Is.EqualTo(2));
            Assert.That(root.GetProperty("epochs")[1].GetProperty("trainLoss").GetDouble(), Is.EqualTo(0.5));
            Assert.That(root.GetProperty("epochs")[1].GetProperty("validationLoss").ValueKind, Is.EqualTo(JsonValueKind.Null));
            Assert.That(root.GetProperty("testPredictions")[2].GetProperty("node").GetInt32(), Is.EqualTo(9));
            Assert.That(root.GetProperty("environment").GetProperty("threads").GetInt32(), Is.EqualTo(4));
            Assert.That(root.GetProperty("baseline").GetProperty("majorityClass").GetInt32(), Is.EqualTo(1));
            Assert.That(root.GetProperty("times").GetProperty("medianEpochSeconds").GetDouble(), Is.EqualTo(0.002));
            Assert.That(root.GetProperty("seed").GetUInt64(), Is.EqualTo(7));
        });
    }

    [Test]
    public void WriteHtml_Report_IsWellFormedEscapedAndAlone()
    {
        using var writer = new StringWriter();
        Report().WriteHtml(writer);
        string html = writer.ToString();

        var root = XElement.Parse(html["<!DOCTYPE html>".Length..].Replace("<meta charset=\"utf-8\">", "", StringComparison.Ordinal));
        Assert.Multiple(() =>
        {
            Assert.That(root.Descendants("svg").Count(), Is.EqualTo(2));
            Assert.That(root.Descendants("polyline").Count(), Is.EqualTo(4));
            Assert.That(root.Descendants("h1").Single().Value, Is.EqualTo("<Model> & Co: test accuracy 0.6667"));
            Assert.That(html, Does.Not.Contain("<Model>").And.Not.Contain("http").And.Not.Contain("NaN").And.Not.Contain("<script"));
        });
    }

    [Test]
    public void WriteHtml_Curves_GoFromTheFirstToTheLastEpoch()
    {
        using var writer = new StringWriter();
        Report().WriteHtml(writer);

        // The training accuracy rises from 0.5, at the bottom of the frame, to 1, at its top.
        Assert.That(writer.ToString(), Does.Contain("points=\"56,212 628,28 \""));
    }

    private static TrainingReport Report() => new()
    {
        Model = "<Model> & Co",
        ParameterCount = 1234,
        ParameterHash = new string('a', 64),
        Optimizer = "Adam (learning rate 0.01, weight decay 0)",
        Graph = new GraphSizes(Nodes: 10, Edges: 20, Features: 4, Classes: 2),
        Options = new NodeClassificationOptions { Epochs = 2, Selection = ModelSelection.Last, Random = new RandomSource(7) },
        Epochs = [new EpochRecord(1, 0.75, 0.5, double.NaN, double.NaN), new EpochRecord(2, 0.5, 1, double.NaN, double.NaN)],
        BestEpoch = 2,
        StoppedEarly = false,
        Train = ClassificationMetrics.Of([0, 1], [0, 1], 2),
        Validation = ClassificationMetrics.Of([], [], 2),
        Test = ClassificationMetrics.Of([0, 1, 1], [0, 1, 0], 2),
        Baseline = new MajorityBaseline(1, 1.0 / 3),
        TestNodes = [7, 8, 9],
        TestPredictions = [0, 1, 1],
        Times = new RunTimes(TimeSpan.FromSeconds(2), TimeSpan.FromMilliseconds(1.5), TimeSpan.FromMilliseconds(2)),
        Memory = new RunMemory(2 << 20, 1 << 20),
        Environment = new RunEnvironment("cpu", DataType.Float32, 4, 256, "0.1.0", ".NET 10", "Linux", "X64", 8),
    };
}
