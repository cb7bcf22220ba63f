using System.Text.Json;

namespace Gnn.Training.Reports;

/// <summary>A report of a training on whole graphs as JSON.</summary>
internal static class GraphTrainingReportJson
{
    internal static void Write(GraphTrainingReport report, Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        using var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true });
        json.WriteStartObject();
        json.WriteString("format", "gnn-graph-training-report");
        json.WriteNumber("version", 1);
        json.WriteString("model", report.Model);
        json.WriteNumber("parameters", report.ParameterCount);
        json.WriteString("parameterHash", report.ParameterHash);
        json.WriteString("optimizer", report.Optimizer);
        json.WriteNumber("seed", report.Seed);
        json.WriteString("split", report.Split);
        json.WriteNumber("epochsAsked", report.Options.Epochs);
        json.WriteNumber("epochsRun", report.Epochs.Count);
        json.WriteBoolean("stoppedEarly", report.StoppedEarly);
        json.WriteNumber("bestEpoch", report.BestEpoch);
        json.WriteString("selectedBy", report.SelectedBy);
        json.WriteString("metric", report.Metric);
        json.WriteStartObject("graphs");
        json.WriteNumber("graphs", report.Graphs.Graphs);
        json.WriteNumber("nodes", report.Graphs.Nodes);
        json.WriteNumber("edges", report.Graphs.Edges);
        json.WriteNumber("outputs", report.Graphs.Outputs);
        json.WriteEndObject();
        WritePart(json, "train", report.Train);
        WritePart(json, "validation", report.Validation);
        WritePart(json, "test", report.Test);
        json.WriteStartObject("baseline");
        TrainingReportJson.WriteFinite(json, "answer", report.Baseline.Answer);
        TrainingReportJson.WriteFinite(json, "testScore", report.Baseline.TestScore);
        json.WriteEndObject();
        TrainingReportJson.WriteCosts(json, report.Times, report.Memory, loading: null);
        TrainingReportJson.WriteEnvironment(json, report.Environment);
        json.WriteStartArray("epochs");
        foreach (GraphEpochRecord epoch in report.Epochs)
        {
            json.WriteStartObject();
            json.WriteNumber("epoch", epoch.Epoch);
            TrainingReportJson.WriteFinite(json, "trainLoss", epoch.TrainLoss);
            TrainingReportJson.WriteFinite(json, "trainScore", epoch.TrainScore);
            TrainingReportJson.WriteFinite(json, "validationLoss", epoch.ValidationLoss);
            TrainingReportJson.WriteFinite(json, "validationScore", epoch.ValidationScore);
            TrainingReportJson.WriteFinite(json, "learningRate", epoch.LearningRate);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WritePart(Utf8JsonWriter json, string name, GraphPartReport part)
    {
        json.WriteStartObject(name);
        json.WriteNumber("graphs", part.Count);
        TrainingReportJson.WriteFinite(json, "loss", part.Loss);
        TrainingReportJson.WriteFinite(json, "score", part.Score);
        if (part.Classification is { } classes)
        {
            TrainingReportJson.WriteFinite(json, "accuracy", classes.Accuracy);
            TrainingReportJson.WriteFinite(json, "macroF1", classes.MacroF1);
            TrainingReportJson.WriteFinite(json, "rocAuc", classes.RocAuc);
        }

        if (part.Regression is { } regression)
        {
            TrainingReportJson.WriteFinite(json, "meanAbsoluteError", regression.MeanAbsoluteError);
            TrainingReportJson.WriteFinite(json, "rootMeanSquaredError", regression.RootMeanSquaredError);
            TrainingReportJson.WriteFinite(json, "r2", regression.R2);
        }

        json.WriteEndObject();
    }
}
