using Gnn.Training.Metrics;

namespace Gnn.Training.Reports;

/// <summary>A report of the completion of a knowledge graph as plain text.</summary>
internal static class KnowledgeGraphTable
{
    internal static void Write(KnowledgeGraphReport report, TextWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteLine($"{report.Model} with {ReportText.Count(report.ParameterCount)} parameters, {report.Optimizer}, seed {report.Seed}");
        writer.WriteLine($"{ReportText.Count(report.EntityCount)} entities, {ReportText.Count(report.RelationCount)} relations; split '{report.Split}'");
        writer.WriteLine(
            $"{ReportText.Count(report.TrainCount)} facts train, {ReportText.Count(report.ValidationSampleCount)} of {ReportText.Count(report.ValidationCount)} choose the epoch, "
            + $"{ReportText.Count(report.TestCount)} test; {ReportText.Count(report.UnseenEntities)} entities without a training fact are candidates, "
            + $"{ReportText.Count(report.UnseenTest)} test facts name one");
        writer.WriteLine();
        writer.WriteLine($"{"test, filtered",-22}{"MRR",9}{"Hits@1",9}{"Hits@3",9}{"Hits@10",9}{"mean rank",12}");
        foreach (KnowledgeGraphBaseline baseline in report.Baselines)
        {
            Row(baseline.Name, baseline.Test.Both);
        }

        Row(report.Model, report.Test.Both);
        Row("  heads", report.Test.Heads);
        Row("  tails", report.Test.Tails);
        writer.WriteLine();
        writer.WriteLine($"epochs       {report.Epochs.Count} of {report.Options.Epochs}");
        writer.WriteLine($"kept         epoch {report.BestEpoch}: highest validation MRR ({ReportText.Share(report.ValidationMrr)}), then earliest epoch");
        writer.WriteLine($"time         {ReportText.Time(report.Times.Total)}; median epoch {ReportText.Time(report.Times.MedianEpoch)}, of which training {ReportText.Time(report.Times.MedianStep)}");
        RunEnvironment at = report.Environment;
        writer.WriteLine($"engine       {at.Engine} ({at.FloatType}), threads {at.Threads}, vectors {at.VectorBits} bits");
        writer.WriteLine($"machine      Gnn {at.Version}, {at.Runtime}, {at.OperatingSystem}, {at.Architecture}, processors {at.ProcessorCount}");
        writer.WriteLine($"parameters   sha256 {report.ParameterHash}");

        void Row(string name, EntityRanking part) => writer.WriteLine(FormattableString.Invariant(
            $"{name,-22}{ReportText.Share(part.MeanReciprocalRank),9}{ReportText.Share(part.HitsAt1),9}{ReportText.Share(part.HitsAt3),9}{ReportText.Share(part.HitsAt10),9}{part.MeanRank,12:0.0}"));
    }
}
