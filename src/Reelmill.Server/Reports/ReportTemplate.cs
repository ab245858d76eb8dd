using Reelmill.Core;

namespace Reelmill.Server.Reports;

/// <summary>The HTML template that <c>web/</c> builds for reports: one file with an empty element for the data.</summary>
/// <param name="Head">The bytes before the data.</param>
/// <param name="Tail">The bytes after the data.</param>
internal sealed record ReportTemplate(ReadOnlyMemory<byte> Head, ReadOnlyMemory<byte> Tail)
{
    /// <summary>The file name of the template in the folder of the page.</summary>
    public const string FileName = "report.html";

    private static readonly byte[] DataElement = """<script type="application/json" id="data">"""u8.ToArray();

    /// <summary>Reads the template.</summary>
    /// <param name="folder">The folder of the page that was built from <c>web/</c>.</param>
    /// <exception cref="PipelineException"><c>page_missing</c>: the template does not exist, or another version built it.</exception>
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
                $"Writing a page: the template {Path.Combine(folder, FileName)} does not exist. In a checkout, './run report' builds the template when Node.js 18 or later is installed; packages and releases contain it.",
                e);
        }
    }

    private static ReportTemplate Parse(byte[] template)
    {
        var at = template.AsSpan().IndexOf(DataElement);
        return at < 0
            ? throw new PipelineException("page_missing", "Writing a page: the template has no element for the data, because another version built it. Rebuild the page, or reinstall the program.")
            : new ReportTemplate(template.AsMemory(0, at + DataElement.Length), template.AsMemory(at + DataElement.Length));
    }
}
