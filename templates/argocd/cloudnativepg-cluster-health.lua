-- Same results as Argo CD's built-in check, except that a Cluster without status is Progressing.
local results = {
  ["Cluster in healthy state"] = "Healthy",
  ["Setting up primary"] = "Progressing",
  ["Creating a new replica"] = "Progressing",
  ["Upgrading cluster"] = "Progressing",
  ["Waiting for the instances to become active"] = "Progressing",
  ["Promoting to primary cluster"] = "Progressing",
  ["Switchover in progress"] = "Degraded",
  ["Failing over"] = "Degraded",
  ["Upgrading Postgres major version"] = "Degraded",
  ["Cluster upgrade delayed"] = "Degraded",
  ["Waiting for user action"] = "Degraded",
  ["Primary instance is being restarted in-place"] = "Degraded",
  ["Primary instance is being restarted without a switchover"] = "Degraded",
  ["Cluster cannot execute instance online upgrade due to missing architecture binary"] = "Degraded",
  ["Online upgrade in progress"] = "Degraded",
  ["Applying configuration"] = "Degraded",
  ["Unable to create required cluster objects"] = "Suspended",
  ["Cluster cannot proceed to reconciliation due to an unknown plugin being required"] = "Suspended",
  ["Cluster has incomplete or invalid image catalog"] = "Suspended",
  ["Cluster is unrecoverable and needs manual intervention"] = "Suspended",
}

local annotations = obj.metadata.annotations
if annotations ~= nil and annotations["cnpg.io/reconciliationLoop"] == "disabled" then
  return { status = "Suspended", message = "Cluster reconciliation is suspended" }
end

if obj.status == nil then
  return { status = "Progressing", message = "Waiting for CloudNativePG" }
end

if obj.status.conditions == nil then
  return { status = "Progressing", message = obj.status.phaseReason }
end

for _, condition in ipairs(obj.status.conditions) do
  if condition.type == "cnpg.io/hibernation" then
    return { status = condition.status == "True" and "Suspended" or "Degraded", message = condition.message }
  end
end

return { status = results[obj.status.phase] or "Unknown", message = obj.status.phaseReason }
