using System.Globalization;
using System.Text.Json;
using Reelmill.Cli.Display;
using Reelmill.Core.Reporting;
using Reelmill.Server.Http;
using Reelmill.Server.Jobs;

namespace Reelmill.Cli.Remote;

/// <summary>Writes jobs as text or JSON.</summary>
internal static class JobText
{
    public static void Write<T>(T document, Func<T, IEnumerable<FormattableString>> lines, Output output)
    {
        if (output.Json)
        {
            Console.Out.WriteLine(JsonSerializer.Serialize(document, ServerJson.Options));
            return;
        }

        foreach (var line in lines(document))
        {
            Console.Out.WriteLine(line.ToString(CultureInfo.InvariantCulture));
        }
    }

    public static void Write(JobDocument job, Output output) => Write(job, FormatLines, output);

    private static IEnumerable<FormattableString> FormatLines(JobDocument job)
    {
        var items = job.Items;
        yield return $"{job.Id}  {job.Pipeline}  {job.State.ToString().ToLowerInvariant()}  {items.Total} inputs: {items.Done} done, {items.Skipped} skipped, {items.Failed} failed, {items.Waiting + items.Running} to do";
        if (job.Error is { } error)
        {
            yield return $"  {error.Code}: {error.Message}";
        }
    }

    public static IEnumerable<FormattableString> FormatRow(JobDocument job)
    {
        var items = job.Items;
        var eta = job.EtaSeconds is { } seconds ? $"  {TimeSpan.FromSeconds(seconds):hh\\:mm\\:ss} left" : "";
        yield return $"{job.Id}  {job.State.ToString().ToLowerInvariant(),-10} {job.Percent,5:0.0} %  {job.Pipeline,-6} {items.Done + items.Skipped}/{items.Total} done, {items.Failed} failed{eta}  {DisplayText.OneLine(job.Label ?? "")}";
    }
}
