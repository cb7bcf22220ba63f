using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Gnn.Tests.Architecture;

/// <summary>Reads the project files of a tree and lists what the architecture does not allow.</summary>
internal sealed partial class ProjectReferences
{
    private readonly string _root;
    private readonly List<string> _defects = [];
    private readonly Dictionary<string, ProjectRule> _rules = ProjectRule.All.ToDictionary(rule => rule.Name);
    private readonly HashSet<string> _versions = [];

    private ProjectReferences(string root) => _root = root;

    /// <summary>The defects of a tree, one sentence each; empty for a tree that keeps the rules.</summary>
    public static IReadOnlyList<string> Check(string root)
    {
        var checker = new ProjectReferences(root);
        string[] projects = [.. Repository.Files(root, "*.csproj")];
        checker.ReadVersions();
        checker.CheckShared();
        checker.CheckFolders(projects);
        checker.CheckSolution(projects);
        foreach (string project in projects)
        {
            checker.CheckProject(project);
        }

        foreach (string missing in checker._rules.Keys.Except(projects.Select(path => Path.GetFileNameWithoutExtension(path))))
        {
            checker._defects.Add($"{missing}: the architecture names this project, but the tree has no {missing}.csproj.");
        }

        return checker._defects;
    }

    private static bool IsConditional(XElement element, string adapter) =>
        element.AncestorsAndSelf().Any(part => part.Attribute("Condition")?.Value.Trim() == ProjectRule.Condition(adapter));

    private static IEnumerable<(string Name, XElement Element)> Items(XDocument document, string kind) =>
        from element in document.Descendants(kind)
        let include = element.Attribute("Include")?.Value
        where include is not null
        select (include, element);

    private void ReadVersions()
    {
        var document = XDocument.Load(Path.Combine(_root, "Directory.Packages.props"));
        foreach ((string package, XElement element) in Items(document, "PackageVersion"))
        {
            _versions.Add(package);
            string version = element.Attribute("Version")?.Value ?? "";
            if (version.StartsWith("$(", StringComparison.Ordinal))
            {
                // A property of the same file: its default is the version.
                version = document.Descendants(version[2..^1]).SingleOrDefault()?.Value ?? version;
            }

            if (!ExactVersion().IsMatch(version))
            {
                _defects.Add($"Directory.Packages.props: {package} must have an exact version such as 1.2.3, got '{version}'.");
            }
        }
    }

    private void CheckShared()
    {
        foreach (string name in (string[])["Directory.Build.props", "Directory.Build.targets", "Directory.Packages.props"])
        {
            var document = XDocument.Load(Path.Combine(_root, name));
            foreach (string kind in (string[])["ProjectReference", "PackageReference", "GlobalPackageReference", "Reference"])
            {
                _defects.AddRange(Items(document, kind).Select(item => $"{name}: a {kind} ({item.Name}) here would reach every project; name it in one."));
            }
        }
    }

    private void CheckFolders(string[] projects)
    {
        foreach (string project in projects)
        {
            string folder = Path.GetDirectoryName(project)! + Path.DirectorySeparatorChar;
            foreach (string other in projects.Where(path => path != project && path.StartsWith(folder, StringComparison.Ordinal)))
            {
                _defects.Add($"{Repository.Relative(_root, project)} stands above {Repository.Relative(_root, other)}; give each its own folder.");
            }
        }
    }

    private void CheckSolution(string[] projects)
    {
        string solution = File.ReadAllText(Path.Combine(_root, "Gnn.sln"));
        string[] listed = [.. SolutionProject().Matches(solution).Select(match => match.Groups[1].Value.Replace('\\', '/'))];
        string[] present = [.. projects.Select(path => Repository.Relative(_root, path))];
        _defects.AddRange(present.Except(listed).Select(path => $"Gnn.sln: {path} is missing; dotnet sln add it."));
        _defects.AddRange(listed.Except(present).Select(path => $"Gnn.sln: {path} is listed but does not exist."));
    }

    private void CheckProject(string path)
    {
        string name = Path.GetFileNameWithoutExtension(path);
        if (!_rules.TryGetValue(name, out ProjectRule? rule))
        {
            _defects.Add($"{Repository.Relative(_root, path)}: no rule of the architecture names this project.");
            return;
        }

        var document = XDocument.Load(path);
        List<string> projects = [];
        foreach ((string include, XElement element) in Items(document, "ProjectReference"))
        {
            string target = Path.GetFileNameWithoutExtension(include.Replace('\\', '/'));
            projects.Add(target);
            CheckProjectReference(rule, target, element);
        }

        foreach ((string package, XElement element) in Items(document, "PackageReference"))
        {
            CheckPackageReference(rule, package, element);
        }

        _defects.AddRange(Items(document, "Reference").Select(item => $"{name}: a bare Reference ({item.Name}) is not allowed."));
        _defects.AddRange(Items(document, "Compile").Where(item => item.Name.Contains("..", StringComparison.Ordinal))
            .Select(item => $"{name}: must not compile sources of another project ({item.Name})."));
        CheckRequired(rule, document, projects);
    }

    private void CheckProjectReference(ProjectRule rule, string target, XElement element)
    {
        bool isAdapter = _rules.TryGetValue(target, out ProjectRule? other) && other.Kind == ProjectKind.Adapter;
        if (isAdapter && rule.Kind is not (ProjectKind.Application or ProjectKind.Tests))
        {
            _defects.Add($"{rule.Name}: must not reference the adapter {target}; only the application and the tests may.");
        }
        else if (isAdapter && !IsConditional(element, target))
        {
            _defects.Add($"{rule.Name}: must reference the adapter {target} under Condition=\"{ProjectRule.Condition(target)}\" only.");
        }
        else if (rule.Projects is not null && !rule.Projects.Contains(target))
        {
            _defects.Add($"{rule.Name}: must not reference the project {target}; allowed: {List(rule.Projects)}.");
        }
    }

    private void CheckPackageReference(ProjectRule rule, string package, XElement element)
    {
        string? adapter = ProjectRule.AdapterOf(package);
        if (rule.Packages is not null && !rule.Packages.Contains(package))
        {
            _defects.Add($"{rule.Name}: must not reference the package {package}; allowed: {List(rule.Packages)}.");
        }
        else if (adapter is not null && rule.Kind is not (ProjectKind.Adapter or ProjectKind.Application))
        {
            _defects.Add($"{rule.Name}: must not reference the adapters' package {package}.");
        }
        else if (adapter is not null && !IsConditional(element, adapter))
        {
            _defects.Add($"{rule.Name}: must reference the package {package} under Condition=\"{ProjectRule.Condition(adapter)}\" only.");
        }

        if (!_versions.Contains(package))
        {
            _defects.Add($"{rule.Name}: the package {package} has no version in Directory.Packages.props.");
        }

        if (element.Attribute("Version") is not null || element.Attribute("VersionOverride") is not null)
        {
            _defects.Add($"{rule.Name}: the version of {package} belongs in Directory.Packages.props.");
        }
    }

    private void CheckRequired(ProjectRule rule, XDocument document, List<string> projects)
    {
        if (rule.Kind == ProjectKind.Adapter)
        {
            string[] packages = [.. Items(document, "PackageReference").Select(item => item.Name)];
            _defects.AddRange(rule.Packages!.Except(packages).Select(package => $"{rule.Name}: the adapter must name its package {package}."));
        }

        if (rule.Kind == ProjectKind.Meta)
        {
            _defects.AddRange(rule.Projects!.Except(projects).Select(library => $"{rule.Name}: must reference the library {library}."));
        }

        (string kind, string value) = rule.Kind switch
        {
            ProjectKind.Library => ("GnnLibrary", "true"),
            ProjectKind.Adapter => ("GnnAdapter", ProjectRule.Switch(rule.Name)),
            _ => ("", ""),
        };
        if (kind.Length > 0 && document.Descendants(kind).SingleOrDefault()?.Value != value)
        {
            _defects.Add($"{rule.Name}: must set <{kind}>{value}</{kind}>.");
        }
    }

    private static string List(string[] names) => names.Length == 0 ? "none" : string.Join(", ", names);

    [GeneratedRegex("""^Project\("[^"]*"\) = "[^"]*", "([^"]*\.csproj)",""", RegexOptions.Multiline)]
    private static partial Regex SolutionProject();

    [GeneratedRegex(@"^\d+\.\d+\.\d+(\.\d+)?(-[0-9A-Za-z.-]+)?$")]
    private static partial Regex ExactVersion();
}
