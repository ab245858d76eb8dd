using System.CommandLine;
using Reelmill.Cli.Display;
using Reelmill.Library;
using Reelmill.Library.Catalog.Sqlite;
using Reelmill.Server.Http;
using Reelmill.Server.Reports;
using Reelmill.Server.Reports.Selection;

namespace Reelmill.Cli.Commands;

/// <summary>The output of <c>report --json</c>.</summary>
internal sealed record ReportDocument(string Path, long Bytes);

/// <summary><c>reelmill report</c>: writes a library and its last run as one HTML page.</summary>
internal static class ReportCommand
{
    public static Command Create()
    {
        var common = new CommonOptions();
        var file = new Option<string?>("--output", "-o") { Description = "The file to write [default: report.html in the library].", HelpName = "FILE" };
        var command = new Command("report", "Write a self-contained HTML page: how the last run went, what was kept, what was dropped and why.")
        {
            file,
        };
        common.AddTo(command, settings: false);
        command.SetAction(async (parsed, token) =>
        {
            var library = common.GetLibrary(parsed);
            var path = Path.GetFullPath(parsed.GetValue(file) ?? Path.Combine(library, "report.html"));
            var catalog = SqliteCatalog.OpenReadOnly(library);
            await using var _ = catalog.ConfigureAwait(false);
            OutputGuard.Check(library, path);
            var template = ReportTemplate.Read(ServerOptions.BuiltPageFolder);
            await LibraryReport.WriteAsync(catalog, template, path, new ReportLimits(), token).ConfigureAwait(false);
            var document = new ReportDocument(path, new FileInfo(path).Length);
            Console.Out.WriteLine(parsed.GetValue(common.Json) ? CliJson.Write(document, CliJson.Readable.ReportDocument) : $"Wrote {path}");
            return ExitCode.Done;
        });
        return command.WithExamples(
            "reelmill report --library out",
            "reelmill report --library out --output report.html");
    }
}
