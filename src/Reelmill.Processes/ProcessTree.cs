using System.Globalization;

namespace Reelmill.Processes;

/// <summary>Finds the descendants of a process, which the kernel lists for each of its threads.</summary>
internal static class ProcessTree
{
    public static List<int> Descendants(int id)
    {
        List<int> found = [id];
        for (var next = 0; next < found.Count; next++)
        {
            found.AddRange(Children(found[next]));
        }

        found.RemoveAt(0);
        return found;
    }

    private static List<int> Children(int id)
    {
        try
        {
            return [.. Directory.GetDirectories($"/proc/{id}/task")
                .SelectMany(task => File.ReadAllText($"{task}/children").Split(' ', StringSplitOptions.RemoveEmptyEntries))
                .Select(child => int.Parse(child, CultureInfo.InvariantCulture))];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It ended while it was looked at: its children, if any, are no longer its own.
            return [];
        }
    }
}
