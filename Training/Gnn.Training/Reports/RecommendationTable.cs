using Gnn.Training.Metrics;

namespace Gnn.Training.Reports;

/// <summary>A report of a recommender as plain text.</summary>
internal static class RecommendationTable
{
    internal static void Write(RecommendationReport report, TextWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        RecommendationMetrics at = report.Metrics;
        writer.WriteLine($"{report.Model} with {ReportText.Count(report.ParameterCount)} parameters, {report.Optimizer}, seed {report.Seed}");
        writer.WriteLine(
            $"{ReportText.Count(report.UserCount)} users, {ReportText.Count(report.ItemCount)} items; split '{report.Split}': {ReportText.Count(report.TrainCount)} interactions train, "
            + $"{ReportText.Count(report.ValidationCount)} of them are held out, {ReportText.Count(report.TestCount)} test");
        writer.WriteLine();
        string head = report.Options.Test ? "test" : "held out";
        writer.WriteLine($"{head,-16}{$"recall@{at.K}",11}{$"NDCG@{at.K}",11}{$"prec@{at.K}",11}{$"MAP@{at.K}",11}{"hit rate",11}{"coverage",11}");
        foreach (RecommendationBaseline baseline in report.Baselines)
        {
            Row(baseline.Name, baseline.Metrics);
        }

        Row(report.Model, at);
        writer.WriteLine();
        Groups("users by training items", at.ByUserDegree);
        Groups("items by training users", at.ByItemDegree);
        writer.WriteLine();
        writer.WriteLine($"epochs       {report.Epochs.Count} of {report.Options.Epochs}" + (report.ValidationCount == 0 ? ", fixed in advance" : $"; held-out interactions chose epoch {report.BestEpoch}"));
        writer.WriteLine(
            $"time         {ReportText.Time(report.Times.Total)}; median step {ReportText.Time(report.Times.MedianStep)}, median epoch {ReportText.Time(report.Times.MedianEpoch)}");
        RunEnvironment machine = report.Environment;
        writer.WriteLine($"engine       {machine.Engine} ({machine.FloatType}), threads {machine.Threads}, vectors {machine.VectorBits} bits");
        writer.WriteLine($"machine      Gnn {machine.Version}, {machine.Runtime}, {machine.OperatingSystem}, {machine.Architecture}, processors {machine.ProcessorCount}");
        writer.WriteLine($"parameters   sha256 {report.ParameterHash}");

        void Row(string name, RecommendationMetrics part) => writer.WriteLine(
            $"{name,-16}{ReportText.Share(part.Recall),11}{ReportText.Share(part.Ndcg),11}{ReportText.Share(part.Precision),11}{ReportText.Share(part.MeanAveragePrecision),11}"
            + $"{ReportText.Share(part.HitRate),11}{ReportText.Share(part.Coverage),11}");

        void Groups(string name, IReadOnlyList<DegreeGroup> groups) => writer.WriteLine(
            $"{name}: " + string.Join(", ", groups.Select(group => $"{group.LeastDegree}-{group.MostDegree} recall {ReportText.Share(group.Recall)}")));
    }
}
