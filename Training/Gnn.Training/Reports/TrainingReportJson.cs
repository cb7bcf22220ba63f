using System.Text.Json;
using Gnn.Sampling.Loading;
using Gnn.Training.Metrics;

namespace Gnn.Training.Reports;

/// <summary>A report as JSON.</summary>
internal static class TrainingReportJson
{
    internal static void Write(TrainingReport report, Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        using var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true });
        json.WriteStartObject();
        json.WriteString("format", "gnn-training-report");
        json.WriteNumber("version", 1);
        json.WriteString("model", report.Model);
        json.WriteNumber("parameters", report.ParameterCount);
        json.WriteString("parameterHash", report.ParameterHash);
        json.WriteString("optimizer", report.Optimizer);
        json.WriteNumber("seed", report.Seed);
        json.WriteNumber("epochsAsked", report.Options.Epochs);
        json.WriteNumber("epochsRun", report.Epochs.Count);
        json.WriteBoolean("stoppedEarly", report.StoppedEarly);
        json.WriteNumber("bestEpoch", report.BestEpoch);
        json.WriteString("selectedBy", report.SelectedBy);
        json.WriteString("metric", report.Options.Metric.Name());
        WriteGraph(json, report.Graph);
        WriteMetrics(json, "train", report.Train);
        WriteMetrics(json, "validation", report.Validation);
        WriteMetrics(json, "test", report.Test);
        json.WriteStartObject("baseline");
        json.WriteNumber("majorityClass", report.Baseline.Class);
        WriteFinite(json, "testAccuracy", report.Baseline.TestAccuracy);
        json.WriteEndObject();
        WriteCosts(json, report.Times, report.Memory, report.Loading);
        WriteEnvironment(json, report.Environment);
        WriteEpochs(json, report.Epochs);
        json.WriteStartArray("testPredictions");
        for (int i = 0; i < report.TestNodes.Count; i++)
        {
            json.WriteStartObject();
            json.WriteNumber("node", report.TestNodes[i]);
            json.WriteNumber("class", report.TestPredictions[i]);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteGraph(Utf8JsonWriter json, in GraphSizes graph)
    {
        json.WriteStartObject("graph");
        json.WriteNumber("nodes", graph.Nodes);
        json.WriteNumber("edges", graph.Edges);
        json.WriteNumber("features", graph.Features);
        json.WriteNumber("classes", graph.Classes);
        json.WriteEndObject();
    }

    private static void WriteMetrics(Utf8JsonWriter json, string name, ClassificationMetrics metrics)
    {
        json.WriteStartObject(name);
        json.WriteNumber("nodes", metrics.Count);
        WriteFinite(json, "accuracy", metrics.Accuracy);
        WriteFinite(json, "macroF1", metrics.MacroF1);
        WriteFinite(json, "rocAuc", metrics.RocAuc);
        json.WriteStartArray("confusion");
        for (int label = 0; label < metrics.Confusion.ClassCount; label++)
        {
            json.WriteStartArray();
            for (int prediction = 0; prediction < metrics.Confusion.ClassCount; prediction++)
            {
                json.WriteNumberValue(metrics.Confusion[label, prediction]);
            }

            json.WriteEndArray();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    internal static void WriteCosts(Utf8JsonWriter json, in RunTimes times, in RunMemory memory, PrefetchStatistics? loading)
    {
        json.WriteStartObject("times");
        json.WriteNumber("totalSeconds", times.Total.TotalSeconds);
        json.WriteNumber("medianStepSeconds", times.MedianStep.TotalSeconds);
        json.WriteNumber("medianEpochSeconds", times.MedianEpoch.TotalSeconds);
        if (loading is not null)
        {
            json.WriteNumber("waitedForBatchesSeconds", loading.Waited.TotalSeconds);
            json.WriteNumber("waitShare", loading.WaitShare);
        }

        json.WriteEndObject();
        json.WriteStartObject("memory");
        json.WriteNumber("peakProcessBytes", memory.PeakProcess);
        json.WriteNumber("peakEngineBytes", memory.PeakEngine);
        json.WriteEndObject();
    }

    internal static void WriteEnvironment(Utf8JsonWriter json, RunEnvironment environment)
    {
        json.WriteStartObject("environment");
        json.WriteString("engine", environment.Engine);
        json.WriteString("floatType", environment.FloatType.ToString());
        json.WriteNumber("threads", environment.Threads);
        json.WriteNumber("vectorBits", environment.VectorBits);
        json.WriteString("gnn", environment.Version);
        json.WriteString("runtime", environment.Runtime);
        json.WriteString("operatingSystem", environment.OperatingSystem);
        json.WriteString("architecture", environment.Architecture);
        json.WriteNumber("processors", environment.ProcessorCount);
        json.WriteEndObject();
    }

    private static void WriteEpochs(Utf8JsonWriter json, IReadOnlyList<EpochRecord> epochs)
    {
        json.WriteStartArray("epochs");
        foreach (EpochRecord epoch in epochs)
        {
            json.WriteStartObject();
            json.WriteNumber("epoch", epoch.Epoch);
            WriteFinite(json, "trainLoss", epoch.TrainLoss);
            WriteFinite(json, "trainAccuracy", epoch.TrainAccuracy);
            WriteFinite(json, "validationLoss", epoch.ValidationLoss);
            WriteFinite(json, "validationAccuracy", epoch.ValidationAccuracy);
            WriteFinite(json, "trainScore", epoch.TrainScore);
            WriteFinite(json, "validationScore", epoch.ValidationScore);
            json.WriteNumber("learningRate", epoch.LearningRate);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    internal static void WriteFinite(Utf8JsonWriter json, string name, double value)
    {
        if (double.IsFinite(value))
        {
            json.WriteNumber(name, value);
        }
        else
        {
            json.WriteNull(name);
        }
    }
}
