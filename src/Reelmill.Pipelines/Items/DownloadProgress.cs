using Reelmill.Media.Fetching;
using Reelmill.Pipelines.Runs;

namespace Reelmill.Pipelines.Items;

/// <summary>Reports the progress of an input's download.</summary>
internal sealed class DownloadProgress(MediaInput input, RunLedger ledger) : IProgress<FetchProgress>
{
    public const string Doing = "fetch";

    public void Report(FetchProgress value) =>
        ledger.Progress(new ItemProgress(input.Display, Doing, value.Bytes, value.TotalBytes, ProgressUnit.Bytes));
}
