using Gnn.Datasets;
using Gnn.Graphs;

namespace Gnn.Cli.Benchmarks;

/// <summary>Loading the data sets that are here and take a megabyte or more: from the published files, and from the processed copy.</summary>
internal static class LoadWork
{
    private const long LeastBytes = 1_000_000;
    private const string Off = "off";

    internal static void Run(BenchmarkRun run)
    {
        string? variable = Environment.GetEnvironmentVariable(ProcessedCopies.Variable);
        string folder = Directory.CreateTempSubdirectory("gnn-bench-load").FullName;
        try
        {
            var root = new DataRoot();
            Environment.SetEnvironmentVariable(ProcessedCopies.Variable, Off);
            foreach (DatasetEntry entry in DatasetCatalog.Entries)
            {
                long bytes = entry.FindFiles(root)?.Sum(path => new FileInfo(path).Length) ?? 0;
                if (bytes < LeastBytes || !IsSound(entry))
                {
                    continue;
                }

                run.Measure($"{entry.Name}, files", () => Load(entry), new Cost(Bytes: bytes));
                Environment.SetEnvironmentVariable(ProcessedCopies.Variable, folder);
                Load(entry);
                run.Measure($"{entry.Name}, copy", () => Load(entry), new Cost(Bytes: Directory.GetFiles(folder).Sum(path => new FileInfo(path).Length)));
                Environment.SetEnvironmentVariable(ProcessedCopies.Variable, Off);
                Array.ForEach(Directory.GetFiles(folder), File.Delete);
            }
        }
        finally
        {
            Environment.SetEnvironmentVariable(ProcessedCopies.Variable, variable);
            Directory.Delete(folder, recursive: true);
        }

        void Load(DatasetEntry entry)
        {
            using Dataset dataset = entry.Load(engine: run.Engine);
        }

        bool IsSound(DatasetEntry entry)
        {
            try
            {
                Load(entry);
                return true;
            }
            catch (Tensors.Files.DataFormatException)
            {
                // Refused, as Cornell's files are.
                return false;
            }
        }
    }
}
