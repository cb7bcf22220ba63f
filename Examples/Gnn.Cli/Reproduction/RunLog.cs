using System.Text;
using System.Text.Json;

namespace Gnn.Cli.Reproduction;

/// <summary>The finished runs of a table, a JSON object a line; a run is appended when it is finished, so that a killed program loses the run it was at and no other.</summary>
internal sealed class RunLog : IDisposable
{
    private readonly FileStream _file;
    private readonly Dictionary<string, string> _results = new(StringComparer.Ordinal);

    private RunLog(FileStream file) => _file = file;

    /// <summary>Opens a log; this process alone may write to it.</summary>
    /// <param name="path">The file.</param>
    /// <param name="resumes">Whether runs that are there are kept; if not, there must be none.</param>
    /// <exception cref="UsageException">There are runs, and they are not to be kept.</exception>
    internal static RunLog Open(string path, bool resumes)
    {
        var file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read);
        var log = new RunLog(file);
        try
        {
            if (file.Length > 0 && !resumes)
            {
                throw new UsageException($"'{path}' has runs already: go on with --resume, or name another file with --out.");
            }

            log.ReadAll();
            return log;
        }
        catch
        {
            log.Dispose();
            throw;
        }
    }

    /// <summary>Opens a log to look at, and leaves it as it is.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="UsageException">There is no such file.</exception>
    internal static RunLog Read(string path)
    {
        if (!File.Exists(path))
        {
            throw new UsageException($"there is no '{path}' with runs to show: name the file with --out, or leave --show away to make the runs.");
        }

        var log = new RunLog(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        try
        {
            log.ReadAll();
            return log;
        }
        catch
        {
            log.Dispose();
            throw;
        }
    }

    /// <summary>The JSON object of a finished run of a command; null if it is not finished. Rows that read several figures of one command share its runs.</summary>
    internal string? Find(string command) => _results.GetValueOrDefault(command);

    /// <summary>Appends a finished run; it is on the disk when this returns.</summary>
    internal void Append(string row, int run, string command, string figure, double value, double seconds, string result)
    {
        using var line = new MemoryStream();
        using (var json = new Utf8JsonWriter(line))
        {
            json.WriteStartObject();
            json.WriteString("row", row);
            json.WriteNumber("run", run);
            json.WriteString("command", command);
            json.WriteString("figure", figure);
            json.WriteNumber("value", value);
            json.WriteNumber("seconds", Math.Round(seconds, 3));
            json.WritePropertyName("result");
            json.WriteRawValue(result);
            json.WriteEndObject();
        }

        line.WriteByte((byte)'\n');
        _file.Write(line.GetBuffer(), 0, (int)line.Length);
        _file.Flush(flushToDisk: true);
        _results[command] = result;
    }

    public void Dispose() => _file.Dispose();

    /// <summary>Reads the whole lines, and cuts off what a killed program left of one if the file is to be written.</summary>
    private void ReadAll()
    {
        byte[] bytes = new byte[_file.Length];
        _file.ReadExactly(bytes);
        int start = 0;
        for (int end = Array.IndexOf(bytes, (byte)'\n'); end >= 0; end = Array.IndexOf(bytes, (byte)'\n', start))
        {
            using var document = JsonDocument.Parse(Encoding.UTF8.GetString(bytes, start, end - start));
            JsonElement run = document.RootElement;
            _results[run.GetProperty("command").GetString()!] = run.GetProperty("result").GetRawText();
            start = end + 1;
        }

        if (_file.CanWrite)
        {
            _file.SetLength(start);
            _file.Seek(0, SeekOrigin.End);
        }
    }
}
