using System.Text.RegularExpressions;

namespace Gnn.Tests.Architecture;

/// <summary>Reads the C# sources of one project and lists what the house style does not allow.</summary>
internal static partial class SourceRules
{
    private const int LongestFile = 350;

    // Files that may be longer, by their path from the root.
    private static readonly string[] LongFiles =
    [
        "Tests/Gnn.Tests/Tensors/Threading/ForkJoinPoolTests.cs",
    ];

    /// <summary>The defects of the sources below a project's folder, one sentence each.</summary>
    public static IReadOnlyList<string> Check(string root, string projectFolder, bool isLibrary)
    {
        List<string> defects = [];
        foreach (string path in Repository.Files(projectFolder, "*.cs"))
        {
            string name = Repository.Relative(root, path);
            string[] lines = File.ReadAllLines(path);
            CheckLength(name, lines, defects);
            CheckTypes(name, lines, ExpectedNamespace(projectFolder, path), defects);
            CheckWords(name, lines, isLibrary, defects);
        }

        return defects;
    }

    /// <summary>The exceptions to the longest file that are no longer needed.</summary>
    public static IEnumerable<string> StaleExceptions(string root) =>
        LongFiles.Where(name => !File.Exists(Path.Combine(root, name)) || File.ReadAllLines(Path.Combine(root, name)).Length <= LongestFile);

    private static string ExpectedNamespace(string projectFolder, string path)
    {
        string folder = Repository.Relative(projectFolder, Path.GetDirectoryName(path)!);
        string project = Path.GetFileName(projectFolder);
        return folder == "." ? project : $"{project}.{folder.Replace('/', '.')}";
    }

    private static void CheckLength(string name, string[] lines, List<string> defects)
    {
        if (lines.Length > LongestFile && !LongFiles.Contains(name))
        {
            defects.Add($"{name}: {lines.Length} lines; split a file at {LongestFile}.");
        }
    }

    private static void CheckTypes(string name, string[] lines, string expected, List<string> defects)
    {
        string[] types = [.. lines.Select(line => TypeDeclaration().Match(line)).Where(match => match.Success).Select(match => match.Groups["name"].Value)];
        string[] open = [.. lines.Select(line => TypeDeclaration().Match(line))
            .Where(match => match.Success && match.Groups["access"].Value == "public").Select(match => match.Groups["name"].Value).Distinct()];
        if (open.Length > 1)
        {
            defects.Add($"{name}: declares {string.Join(" and ", open)}; one public type a file.");
        }

        string file = name[(name.LastIndexOf('/') + 1)..].Split('.', '{')[0];
        if (open.Length == 1 && open[0] != file)
        {
            defects.Add($"{name}: declares {open[0]}; a file bears the name of its public type.");
        }

        string? actual = lines.Select(line => FileNamespace().Match(line)).FirstOrDefault(match => match.Success)?.Groups["name"].Value;
        if (types.Length > 0 && actual != expected)
        {
            defects.Add($"{name}: must be in 'namespace {expected};' (a folder is a namespace), got '{actual ?? "none"}'.");
        }
    }

    private static void CheckWords(string name, string[] lines, bool isLibrary, List<string> defects)
    {
        for (int i = 0; i < lines.Length; i++)
        {
            if (Region().IsMatch(lines[i]))
            {
                defects.Add($"{name}({i + 1}): no regions; split the file instead.");
            }

            if (Reminder().Match(lines[i]) is { Success: true } reminder)
            {
                defects.Add($"{name}({i + 1}): no {reminder.Value}; do it or leave it out.");
            }

            if (isLibrary && !lines[i].TrimStart().StartsWith("//", StringComparison.Ordinal) && ConsoleUse().IsMatch(lines[i]))
            {
                defects.Add($"{name}({i + 1}): a library does not write to the console.");
            }
        }
    }

    [GeneratedRegex(@"^(?<access>public|internal|file)?\s*((static|sealed|abstract|readonly|ref|unsafe|partial|record|new)\s+)*" +
        @"(class|struct|interface|enum|record|delegate\s+[\w<>\[\],.?*]+)\s+(?<name>\w+)")]
    private static partial Regex TypeDeclaration();

    [GeneratedRegex(@"^namespace\s+(?<name>[\w.]+)\s*;")]
    private static partial Regex FileNamespace();

    [GeneratedRegex(@"^\s*#\s*(end)?region\b")]
    private static partial Regex Region();

    [GeneratedRegex(@"\b(TO" + @"DO|HA" + @"CK|FIX" + @"ME)\b")]
    private static partial Regex Reminder();

    [GeneratedRegex(@"\bConsole\s*\.")]
    private static partial Regex ConsoleUse();
}
