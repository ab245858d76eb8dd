using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Hosting;
using Reelmill.Pipelines.Services;
using Reelmill.Server.Access;
using Reelmill.Server.Jobs;

namespace Reelmill.Server.Endpoints;

/// <summary>The endpoints of the server itself: status, events, pipelines and health checks.</summary>
internal static class ServerEndpoints
{
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(1);

    public static void Map(IEndpointRouteBuilder routes)
    {
        var server = routes.MapGroup("").WithTags("server");
        server.MapGet("/v1/events", EventsAsync).RequireAuthorization("read").WithSummary("Streams the server's activity once a second.");
        server.MapGet("/v1/pipelines", Pipelines).RequireAuthorization("read").WithSummary("Lists the pipelines and their options.");
        server.MapGet("/v1/server", DescribeAsync).AllowAnonymous().WithSummary("Describes the server and the caller's scopes.");
        server.MapGet("/healthz", static () => TypedResults.Text("ok")).ForHealthChecks().WithSummary("Liveness: the process answers.");
        server.MapGet("/readyz", ReadyAsync).ForHealthChecks().WithSummary("Readiness: the server can accept jobs.");
    }

    private static async Task<Ok<ServerDocument>> DescribeAsync(HttpContext http, ServerStatus status, ServerToken token, CancellationToken cancellationToken) =>
        TypedResults.Ok(await status.DescribeAsync(token.IsActive, Caller.GetScopes(http.User), cancellationToken).ConfigureAwait(false));

    private static async Task EventsAsync(HttpContext http, ServerStatus status, IHostApplicationLifetime lifetime, TimeProvider time)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, lifetime.ApplicationStopping);
        var events = new ServerSentEvents(http.Response);
        try
        {
            await events.BeginAsync(ending.Token).ConfigureAwait(false);
            while (true)
            {
                await events.WriteAsync("server", await status.LiveAsync(ending.Token).ConfigureAwait(false), ending.Token).ConfigureAwait(false);
                await Task.Delay(Step, time, ending.Token).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            // The client disconnected, or the server is stopping: the stream ends.
        }
    }

    private static Ok<IReadOnlyList<PipelineDocument>> Pipelines(JobPipelines pipelines) => TypedResults.Ok<IReadOnlyList<PipelineDocument>>([.. pipelines.All.Select(PipelineDocument.From)]);

    private static async Task<Results<ContentHttpResult, StatusCodeHttpResult>> ReadyAsync(LibrarySession library, IHostApplicationLifetime lifetime, CancellationToken cancellationToken)
    {
        if (lifetime.ApplicationStopping.IsCancellationRequested)
        {
            return TypedResults.StatusCode(StatusCodes.Status503ServiceUnavailable);
        }

        await library.Catalog.SettingAsync("ready", cancellationToken).ConfigureAwait(false);
        return TypedResults.Text("ready");
    }
}

/// <summary>A pipeline that jobs can run, as the API returns it.</summary>
internal sealed record PipelineDocument(string Name, string Description, bool Inputs, IReadOnlyList<OptionDocument> Options)
{
    public static PipelineDocument From(JobPipeline pipeline) => new(pipeline.Name, pipeline.Definition.Summary, pipeline.Definition.TakesInputs, [.. pipeline.Keys.Select(OptionDocument.From)]);
}

/// <summary>An option of a pipeline, as the API returns it.</summary>
internal sealed record OptionDocument(string Key, string Type, string Syntax, IReadOnlyList<string>? Choices, string Default, string Description)
{
    public static OptionDocument From(Reelmill.Pipelines.Settings.Setting setting)
    {
        var isChoice = setting.Syntax.Contains('|', StringComparison.Ordinal) && !setting.Syntax.Any(char.IsAsciiLetterUpper);
        var type = setting switch
        {
            { IsFamily: true } => "family",
            { IsSwitch: true } => "switch",
            _ when isChoice => "choice",
            { Syntax: "DURATION" } => "duration",
            _ when setting.Syntax == "NUMBER" || char.IsAsciiDigit(setting.Syntax[0]) => "number",
            _ => "text",
        };
        return new OptionDocument(setting.Key, type, setting.Syntax, type == "choice" ? setting.Syntax.Split('|') : null, setting.Default, setting.Description);
    }
}
