using System.Diagnostics.CodeAnalysis;

namespace Reelmill.Core;

/// <summary>
/// Runs cleanup steps and ignores their errors, so that a failed cleanup never hides the original failure and never fails
/// work that succeeded.
/// </summary>
/// <remarks>
/// Use it only for steps whose failure loses nothing: the next start sweeps a leftover file, and the next open reads a log
/// without a checkpoint. Data that must be durable is flushed as part of the work.
/// </remarks>
[SuppressMessage("Roslynator", "RCS1075:Avoid empty catch clause that catches System.Exception", Justification = "The purpose of this class is to ignore the later error.")]
public static class CleanUp
{
    /// <summary>Runs one step and ignores its exceptions.</summary>
    /// <param name="step">The step.</param>
    public static void Quietly(Action step)
    {
        try
        {
            step();
        }
        catch (Exception)
        {
            // The caller reports the first error, which matters more than this one.
        }
    }

    /// <summary>Runs one asynchronous step and ignores its exceptions.</summary>
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

    /// <summary>Deletes a temporary file and ignores errors.</summary>
    /// <param name="path">The file.</param>
    public static void Remove(string path) => Quietly(() => File.Delete(path));

    /// <summary>Deletes a temporary folder with its contents and ignores errors.</summary>
    /// <param name="path">The folder; it need not exist.</param>
    public static void RemoveFolder(string path) => Quietly(() =>
    {
        if (Directory.Exists(path))
        {
            Directory.Delete(path, recursive: true);
        }
    });
}
