using System.Diagnostics.CodeAnalysis;

namespace Reelmill.Core;

/// <summary>
/// Runs clean-up on the way out of work: closing, undoing, removing what is temporary. A failure of the clean-up never
/// replaces the failure that led to it, and never turns work that succeeded into a failure.
/// </summary>
/// <remarks>
/// Only for steps whose failure loses nothing: a file that could not be removed is swept at the next start, a log that
/// could not be folded in is read by the next open. What must reach the disk is flushed as part of the work.
/// </remarks>
[SuppressMessage("Roslynator", "RCS1075:Avoid empty catch clause that catches System.Exception", Justification = "Dropping the later error is what this class is for.")]
public static class CleanUp
{
    /// <summary>Runs one step; whatever it throws is dropped.</summary>
    /// <param name="step">The step.</param>
    public static void Quietly(Action step)
    {
        try
        {
            step();
        }
        catch (Exception)
        {
            // The error that matters is the first one, and whoever cleans up is on the way to report it.
        }
    }

    /// <summary>Runs one asynchronous step; whatever it throws is dropped.</summary>
    /// <param name="step">The step.</param>
    public static async ValueTask QuietlyAsync(Func<ValueTask> step)
    {
        try
        {
            await step().ConfigureAwait(false);
        }
        catch (Exception)
        {
            // See Quietly.
        }
    }

    /// <summary>Removes a file that nobody needs any more.</summary>
    /// <param name="path">The file.</param>
    public static void Remove(string path) => Quietly(() => File.Delete(path));

    /// <summary>Removes a folder, with what is in it, that nobody needs any more.</summary>
    /// <param name="path">The folder; it need not exist.</param>
    public static void RemoveFolder(string path) => Quietly(() =>
    {
        if (Directory.Exists(path))
        {
            Directory.Delete(path, recursive: true);
        }
    });
}
