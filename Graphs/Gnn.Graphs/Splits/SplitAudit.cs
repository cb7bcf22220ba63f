using System.Globalization;
using System.Text;

namespace Gnn.Graphs.Splits;

/// <summary>What the parts of a split have of each class, counted anew, and what is wrong with them.</summary>
public sealed class SplitAudit
{
    private readonly string[] _classNames;
    private readonly string _name;
    private readonly string _items;
    private readonly bool _hasLabels;

    internal SplitAudit(
        string name, string itemName, int itemCount, int[][] parts, ReadOnlySpan<int> labels, IReadOnlyList<string> classNames, IEnumerable<string> problems)
    {
        _name = name;
        _items = itemName + "s";
        _hasLabels = !labels.IsEmpty;
        _classNames = [.. NameClasses(labels, classNames)];
        Train = Count("train", parts[0], labels);
        Validation = Count("validation", parts[1], labels);
        Test = Count("test", parts[2], labels);
        OverlapCount = CountOverlap(parts);
        UnusedCount = itemCount - Train.Count - Validation.Count - Test.Count + OverlapCount;
        ClassesWithoutTraining = [.. Enumerable.Range(0, _classNames.Length).Where(label => Train.ClassCounts[label] == 0)];
        Problems = [.. FindProblems(itemName), .. problems];
    }

    /// <summary>The training part.</summary>
    public SplitPart Train { get; }

    /// <summary>The validation part.</summary>
    public SplitPart Validation { get; }

    /// <summary>The test part.</summary>
    public SplitPart Test { get; }

    /// <summary>How often an item is listed again after its first place; 0 proves that the parts are disjoint.</summary>
    public int OverlapCount { get; }

    /// <summary>The number of items in no part.</summary>
    public int UnusedCount { get; }

    /// <summary>The classes that have no training item: a classifier cannot learn them.</summary>
    public IReadOnlyList<int> ClassesWithoutTraining { get; }

    /// <summary>What is wrong, one sentence each; empty for a sound split.</summary>
    public IReadOnlyList<string> Problems { get; }

    /// <summary>Whether nothing is wrong.</summary>
    public bool IsSound => Problems.Count == 0;

    /// <summary>Throws if something is wrong.</summary>
    /// <exception cref="InvalidOperationException">There are problems; the message lists them.</exception>
    public void ThrowIfUnsound()
    {
        if (!IsSound)
        {
            throw new InvalidOperationException($"{_name} cannot be used: {string.Join(" ", Problems)}");
        }
    }

    /// <summary>A table of classes by parts, then the problems, if any.</summary>
    /// <returns>Several lines.</returns>
    public override string ToString()
    {
        int width = Math.Max("unlabelled".Length, _classNames.Select(name => name.Length).DefaultIfEmpty().Max());
        var text = new StringBuilder(_name).AppendLine();
        AddRow(text, width, "", "train", "validation", "test");
        for (int label = 0; label < _classNames.Length; label++)
        {
            AddRow(text, width, _classNames[label], Text(Train.ClassCounts[label]), Text(Validation.ClassCounts[label]), Text(Test.ClassCounts[label]));
        }

        if (_hasLabels)
        {
            AddRow(text, width, "unlabelled", Text(Train.UnlabelledCount), Text(Validation.UnlabelledCount), Text(Test.UnlabelledCount));
        }

        AddRow(text, width, "all", Text(Train.Count), Text(Validation.Count), Text(Test.Count));
        text.Append(CultureInfo.InvariantCulture, $"{_items} in no part: {UnusedCount}, in two parts: {OverlapCount}");
        foreach (string problem in Problems)
        {
            text.AppendLine().Append("problem: ").Append(problem);
        }

        return text.ToString();
    }

    private static string Text(int count) => count.ToString(CultureInfo.InvariantCulture);

    private static void AddRow(StringBuilder text, int width, string name, string train, string validation, string test) =>
        text.Append(name.PadRight(width)).Append(train.PadLeft(8)).Append(validation.PadLeft(12)).Append(test.PadLeft(8)).AppendLine();

    /// <summary>Says which neighbouring parts of a split by time touch: all of a part must be earlier than all of the next.</summary>
    internal static void FindTimeProblems(int[][] parts, ReadOnlySpan<long> times, List<string> problems)
    {
        string[] names = ["train", "validation", "test"];
        long latest = long.MinValue;
        string? last = null;
        for (int part = 0; part < parts.Length; part++)
        {
            long earliest = long.MaxValue;
            long own = latest;
            foreach (int item in parts[part])
            {
                earliest = Math.Min(earliest, times[item]);
                own = Math.Max(own, times[item]);
            }

            if (last is not null && parts[part].Length > 0 && earliest <= latest)
            {
                problems.Add(string.Create(
                    CultureInfo.InvariantCulture, $"The {last} part lasts to time {latest}, but the {names[part]} part begins at {earliest}."));
            }

            last = parts[part].Length > 0 ? names[part] : last;
            latest = own;
        }
    }

    /// <summary>Counts the groups that are in more than one part.</summary>
    internal static void FindGroupProblems(int[][] parts, ReadOnlySpan<int> groups, List<string> problems)
    {
        var partOf = new Dictionary<int, int>();
        var torn = new HashSet<int>();
        for (int part = 0; part < parts.Length; part++)
        {
            foreach (int item in parts[part])
            {
                if (!partOf.TryAdd(groups[item], part) && partOf[groups[item]] != part)
                {
                    torn.Add(groups[item]);
                }
            }
        }

        if (torn.Count > 0)
        {
            problems.Add(string.Create(CultureInfo.InvariantCulture, $"{torn.Count} groups are in more than one part, for example group {torn.Min()}."));
        }
    }

    private static IEnumerable<string> NameClasses(ReadOnlySpan<int> labels, IReadOnlyList<string> classNames)
    {
        int count = classNames.Count;
        foreach (int label in labels)
        {
            count = Math.Max(count, label + 1);
        }

        return Enumerable.Range(0, count)
            .Select(label => label < classNames.Count ? classNames[label] : string.Create(CultureInfo.InvariantCulture, $"class {label}"));
    }

    private static int CountOverlap(int[][] parts)
    {
        var seen = new HashSet<int>();
        return parts.Sum(part => part.Count(item => !seen.Add(item)));
    }

    private SplitPart Count(string name, ReadOnlySpan<int> items, ReadOnlySpan<int> labels)
    {
        int[] classes = new int[_classNames.Length];
        int unlabelled = 0;
        foreach (int item in items)
        {
            if (!labels.IsEmpty && labels[item] >= 0)
            {
                classes[labels[item]]++;
            }
            else
            {
                unlabelled++;
            }
        }

        return new SplitPart(name, items.Length, unlabelled, classes);
    }

    private IEnumerable<string> FindProblems(string itemName)
    {
        if (OverlapCount > 0)
        {
            yield return $"{OverlapCount} {_items} are in more than one part.";
        }

        if (Train.Count == 0)
        {
            yield return $"No {itemName} trains.";
        }

        foreach (SplitPart part in (SplitPart[])[Train, Validation, Test])
        {
            if (_hasLabels && part.UnlabelledCount > 0)
            {
                yield return $"{part.UnlabelledCount} {_items} of the {part.Name} part have no label.";
            }
        }

        if (ClassesWithoutTraining.Count > 0 && Train.Count > 0)
        {
            yield return $"No training {itemName} of {string.Join(", ", ClassesWithoutTraining.Select(label => $"'{_classNames[label]}'"))}.";
        }
    }
}
