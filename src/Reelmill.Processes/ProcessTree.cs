using System.Globalization;

namespace Reelmill.Processes;

/// <summary>Finds the descendants of a process in /proc, where the kernel lists the children of each thread.</summary>
internal static class ProcessTree
{
    public static List<int> FindDescendants(int id)
    {
        List<int> found = [id];
        for (var next = 0; next < found.Count; next++)
        {
            found.AddRange(FindChildren(found[next]));
        }

        found.RemoveAt(0);
        return found;
    }

    private static List<int> FindChildren(int id)
    {
        try
        {
            return [.. Directory.GetDirectories($"/proc/{id}/task")
                .SelectMany(task => File.ReadAllText($"{task}/children").Split(' ', StringSplitOptions.RemoveEmptyEntries))
                .Select(child => int.Parse(child, CultureInfo.InvariantCulture))];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The process exited in the meantime; its children now have another parent.
            return [];
        }
    }
}
