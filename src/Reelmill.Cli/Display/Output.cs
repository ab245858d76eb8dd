using System.Text.Json;
using Reelmill.Pipelines.Runs;
using Reelmill.Pipelines.Services;

namespace Reelmill.Cli.Display;

/// <summary>
/// Writes the output of a command: results to standard output, progress and notes to standard error, so that standard
/// output can be piped.
/// </summary>
internal sealed class Output(bool json, bool quiet)
{
    public bool Json => json;

    public void Note(string line)
    {
        if (!quiet)
        {
            Console.Error.WriteLine(line);
        }
    }

    /// <summary>Gets the callback for pauses of a run. Pauses are shown even with --quiet, because a silent pause looks like a hang.</summary>
    public Action<RunPause> PauseNotes(Progress progress) => quiet ? static pause => Console.Error.WriteLine(pause.Text) : pause => progress.Note(pause.Text);

    public Progress StartProgress() => quiet
        ? new SilentProgress()
        : Terminal.IsLive ? new LiveProgress() : new PlainProgress();

    public void Write(RunSummary summary, string library)
    {
        if (json)
        {
            Console.Out.WriteLine(JsonSerializer.Serialize(summary, RunJson.Readable.RunSummary));
        }
        else
        {
            SummaryText.Write(summary, library, notes: quiet, Console.Out);
        }
    }
}
