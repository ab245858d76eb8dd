using Reelmill.Core;

namespace Reelmill.Server.Reports;

/// <summary>The page that <c>web/</c> builds for reports: one file with an empty element for the data.</summary>
/// <param name="Head">The bytes before the data.</param>
/// <param name="Tail">The bytes after it.</param>
internal sealed record ReportTemplate(ReadOnlyMemory<byte> Head, ReadOnlyMemory<byte> Tail)
{
    /// <summary>The template's name in the folder of the page.</summary>
    public const string FileName = "report.html";

    private static readonly byte[] Place = """<script type="application/json" id="data">"""u8.ToArray();

    /// <summary>Reads the template.</summary>
    /// <param name="folder">The folder of the page that was built from <c>web/</c>.</param>
    /// <exception cref="PipelineException"><c>page_missing</c>: there is none.</exception>
    public static ReportTemplate Read(string folder)
    {
        try
        {
            return Parse(File.ReadAllBytes(Path.Combine(folder, FileName)));
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new PipelineException(
                "page_missing",
                $"Writing a page: its template {Path.Combine(folder, FileName)} is not there. In a checkout, './run report' builds it when Node.js 18 or later is there; packages and releases bring it.",
                e);
        }
    }

    private static ReportTemplate Parse(byte[] template)
    {
        var at = template.AsSpan().IndexOf(Place);
        return at < 0
            ? throw new PipelineException("page_missing", "Writing a page: its template has no place for the data; another version built it. Build it again, or install the program again.")
            : new ReportTemplate(template.AsMemory(0, at + Place.Length), template.AsMemory(at + Place.Length));
    }
}
