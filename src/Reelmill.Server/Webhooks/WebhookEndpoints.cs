using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Reelmill.Core;
using Reelmill.Library.Access;
using Reelmill.Library.Webhooks;
using Reelmill.Media.Fetching;
using Reelmill.Server.Access;
using Reelmill.Server.Http;

namespace Reelmill.Server.Webhooks;

/// <summary>Webhooks over HTTP.</summary>
internal static class WebhookEndpoints
{
    private const int Most = 100;
    private const int MostDeliveries = 200;

    public static void Map(IEndpointRouteBuilder routes)
    {
        var webhooks = routes.MapGroup("/v1/webhooks").WithTags("webhooks").RequireAuthorization(Caller.NameOf(AccessScope.Admin));
        webhooks.MapGet("", ListAsync).WithSummary("Lists the webhooks.");
        webhooks.MapPost("", CreateAsync).WithSummary("Makes a webhook; the secret that its messages are signed with is shown this once.");
        webhooks.MapDelete("/{id}", RemoveAsync).WithSummary("Removes a webhook and its messages.");
        webhooks.MapGet("/{id}/deliveries", DeliveriesAsync).WithSummary("Lists the last messages of a webhook, newest first.");
        webhooks.MapPost("/{id}/deliveries/{delivery}/replay", ReplayAsync).WithSummary("Sends a message again.");
    }

    private static async Task<Ok<IReadOnlyList<WebhookDocument>>> ListAsync(WebhookStore store, CancellationToken cancellationToken) =>
        TypedResults.Ok<IReadOnlyList<WebhookDocument>>([.. (await store.ListAsync(cancellationToken).ConfigureAwait(false)).Select(static w => WebhookDocument.Of(w))]);

    private static async Task<Created<WebhookDocument>> CreateAsync(
        WebhookRequest request, WebhookStore store, AddressPolicy addresses, HttpContext http, CancellationToken cancellationToken)
    {
        var url = Check(request.Url ?? "", addresses);
        var events = Check(PlainTextList.Checked("events", request.Events ?? []));
        if ((await store.ListAsync(cancellationToken).ConfigureAwait(false)).Count >= Most)
        {
            throw new RequestException("too_many_webhooks", $"There are {Most} webhooks already. Remove one.", StatusCodes.Status409Conflict);
        }

        var webhook = await store.CreateAsync(url.AbsoluteUri, events, cancellationToken).ConfigureAwait(false);
        http.Response.Headers.CacheControl = "no-store";
        return TypedResults.Created($"/v1/webhooks/{webhook.Id}", WebhookDocument.Of(webhook) with { Secret = webhook.Secret });
    }

    private static async Task<NoContent> RemoveAsync(string id, WebhookStore store, CancellationToken cancellationToken) =>
        await store.RemoveAsync(id, cancellationToken).ConfigureAwait(false) ? TypedResults.NoContent() : throw Unknown(id);

    private static async Task<Ok<IReadOnlyList<DeliveryDocument>>> DeliveriesAsync(string id, WebhookStore store, CancellationToken cancellationToken)
    {
        _ = await store.FindAsync(id, cancellationToken).ConfigureAwait(false) ?? throw Unknown(id);
        var deliveries = await store.DeliveriesAsync(id, MostDeliveries, cancellationToken).ConfigureAwait(false);
        return TypedResults.Ok<IReadOnlyList<DeliveryDocument>>([.. deliveries.Select(DeliveryDocument.Of)]);
    }

    private static async Task<Accepted> ReplayAsync(string id, string delivery, WebhookStore store, WebhookSender sender, CancellationToken cancellationToken)
    {
        if (!await store.ReplayAsync(id, delivery, cancellationToken).ConfigureAwait(false))
        {
            throw new RequestException("delivery_not_found", $"The webhook {id} has no message {delivery}.", StatusCodes.Status404NotFound);
        }

        sender.Wake();
        return TypedResults.Accepted($"/v1/webhooks/{id}/deliveries");
    }

    // A name is judged when it is dialled; an address that would be refused then is refused at once.
    private static Uri Check(string url, AddressPolicy addresses)
    {
        try
        {
            var checkedUrl = UrlGuard.Check(url);
            return !IPAddress.TryParse(checkedUrl.IdnHost, out var address) || addresses.Allows(address)
                ? checkedUrl
                : throw new RequestException(FetchCodes.BlockedAddress, "Making a webhook: its address is not a public one. Use a public host, or start the server with '--allow-network'.", StatusCodes.Status400BadRequest);
        }
        catch (ItemException e)
        {
            throw new RequestException(e.Code, $"url: {e.Message}", StatusCodes.Status400BadRequest);
        }
    }

    private static IReadOnlyList<string> Check(IReadOnlyList<string> events)
    {
        var unknown = events.FirstOrDefault(static e => !WebhookEvents.All.Contains(e, StringComparer.Ordinal));
        if (unknown is null && events.Count > 0)
        {
            return [.. events.Distinct(StringComparer.Ordinal)];
        }

        var near = unknown is null ? null : NearestName.Find(unknown, WebhookEvents.All);
        var fault = unknown is null ? "it names no event." : $"there is no event '{unknown}'." + (near is null ? "" : $" Did you mean '{near}'?");
        throw new RequestException("bad_event", $"Making a webhook: {fault} Events are {string.Join(", ", WebhookEvents.All)}.", StatusCodes.Status400BadRequest);
    }

    private static RequestException Unknown(string id) => new("webhook_not_found", $"There is no webhook {id}.", StatusCodes.Status404NotFound);
}
